CREATE TEMP TABLE subscriptions AS SELECT * FROM public.subscriptions WHERE ends_on < '2024-01-01';
UPDATE subscriptions SET plan = 'expired' WHERE ends_on < '2024-01-01';
