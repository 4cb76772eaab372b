SELECT pg_advisory_lock(4711);
ALTER TABLE books ADD COLUMN language text;
SELECT pg_advisory_unlock(4711);
