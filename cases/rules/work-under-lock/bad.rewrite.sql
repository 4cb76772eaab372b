ALTER TABLE books ADD COLUMN shelf text;
ALTER TABLE authors ALTER COLUMN id TYPE numeric;
