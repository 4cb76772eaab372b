ALTER TABLE books ADD COLUMN language text;
ALTER TABLE books ADD COLUMN edition text;
