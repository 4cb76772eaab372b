SET lock_timeout = 0;
ALTER TABLE books ADD COLUMN language text;
