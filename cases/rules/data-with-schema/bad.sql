ALTER TABLE books ADD COLUMN language text;
UPDATE books SET language = 'en' WHERE id < 1000;
