BEGIN;
SET LOCAL lock_timeout = '1s';
ALTER TABLE books ADD COLUMN pages integer;
COMMIT;
SET LOCAL lock_timeout = '1s';
ALTER TABLE books ADD COLUMN year integer;
