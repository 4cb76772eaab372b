CREATE TEMP TABLE scratch AS SELECT 1 AS id;
ALTER TABLE scratch ADD COLUMN pick uuid DEFAULT gen_random_uuid();
