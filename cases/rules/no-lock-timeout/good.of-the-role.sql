SET lock_timeout = '1min';
RESET lock_timeout;
ALTER TABLE books ADD COLUMN language text;
