SET lock_timeout = 5000;
ALTER TABLE books ADD COLUMN language text;
