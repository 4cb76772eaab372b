SET lock_timeout TO '15min';
ALTER TABLE books ADD COLUMN language text;
