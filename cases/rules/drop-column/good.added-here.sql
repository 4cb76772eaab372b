ALTER TABLE books ADD COLUMN draft text;
ALTER TABLE books DROP COLUMN draft;
