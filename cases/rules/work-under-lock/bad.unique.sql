ALTER TABLE books ADD COLUMN shelf text;
ALTER TABLE authors ADD CONSTRAINT one_of_a_name UNIQUE (name);
