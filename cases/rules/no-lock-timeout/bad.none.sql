SET lock_timeout = '0s';
ALTER TABLE books ADD COLUMN language text;
