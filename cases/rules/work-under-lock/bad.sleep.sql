ALTER TABLE books ADD COLUMN shelf text;
SELECT pg_sleep(0.01);
