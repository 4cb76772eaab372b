-- The same change in steps, none of which touches old rows while others wait.
ALTER TABLE books ADD COLUMN pages_exact numeric;
ALTER TABLE books ADD COLUMN edition bigint NOT NULL DEFAULT 1;
-- Told which zone the times are in, PostgreSQL knows that both types are alike.
SET timezone = 'UTC';
ALTER TABLE books ALTER COLUMN printed TYPE timestamptz;
