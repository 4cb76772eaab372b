SET lock_timeout = '2s';
ALTER TABLE books ADD COLUMN language text;
