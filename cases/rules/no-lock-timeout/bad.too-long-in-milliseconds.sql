SET lock_timeout = 45000;
ALTER TABLE books ADD COLUMN language text;
