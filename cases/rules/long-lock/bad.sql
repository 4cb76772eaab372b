ALTER TABLE books ADD COLUMN language text;
SELECT pg_sleep(0.03);
