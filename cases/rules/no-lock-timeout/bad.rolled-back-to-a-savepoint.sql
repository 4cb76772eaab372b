BEGIN;
SAVEPOINT before;
SET LOCAL lock_timeout = '2s';
ROLLBACK TO SAVEPOINT before;
ALTER TABLE books ADD COLUMN language text;
COMMIT;
