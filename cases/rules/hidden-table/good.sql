CREATE TEMP TABLE ended AS SELECT id FROM subscriptions WHERE ends_on < '2024-01-01';
UPDATE subscriptions SET plan = 'expired' WHERE id IN (SELECT id FROM ended);
