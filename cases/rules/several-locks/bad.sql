ALTER TABLE books ADD COLUMN language text;
ALTER TABLE authors ADD COLUMN born date;
