-- Ends with its transaction.
BEGIN;
SET LOCAL lock_timeout = '2s';
COMMENT ON TABLE books IS 'what is lent';
COMMIT;
ALTER TABLE books ADD COLUMN language text;
