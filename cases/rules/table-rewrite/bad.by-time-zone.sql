ALTER TABLE books ALTER COLUMN printed TYPE timestamptz;
