BEGIN;
SET LOCAL lock_timeout = '2s';
SAVEPOINT before;
ALTER TABLE books ADD COLUMN mistaken text;
ROLLBACK TO SAVEPOINT before;
ALTER TABLE books ADD COLUMN language text;
COMMIT;
