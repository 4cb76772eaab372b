ALTER TABLE users ADD COLUMN name text;

CREATE INDEX CONCURRENTLY users_email_idx ON users (email);
