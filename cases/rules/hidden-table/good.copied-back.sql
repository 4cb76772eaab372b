CREATE TEMP TABLE subscriptions AS SELECT * FROM public.subscriptions;
UPDATE subscriptions SET plan = 'expired' WHERE id < 3;
INSERT INTO public.subscriptions SELECT id + 100, plan, ends_on FROM subscriptions;
DROP TABLE subscriptions;
ALTER TABLE subscriptions ADD COLUMN note text;
BEGIN;
CREATE TEMP TABLE subscriptions ON COMMIT DROP AS SELECT 1 AS id;
COMMIT;
UPDATE subscriptions SET plan = 'expired' WHERE id < 5;
