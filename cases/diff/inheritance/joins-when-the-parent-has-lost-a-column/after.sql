CREATE TABLE animals (id integer);
CREATE TABLE birds (id integer, wings integer);
ALTER TABLE birds INHERIT animals;
CREATE POLICY known ON animals USING (id > 0);
