ALTER TABLE books ADD COLUMN language text;
