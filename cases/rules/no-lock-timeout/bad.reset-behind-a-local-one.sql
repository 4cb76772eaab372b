BEGIN;
SET LOCAL lock_timeout = '2s';
RESET ALL;
ALTER TABLE books ADD COLUMN language text;
COMMIT;
