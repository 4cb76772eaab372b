CREATE TABLE animals (id integer, legs integer);
CREATE TABLE birds (id integer, wings integer);
CREATE POLICY known ON animals USING (legs > 0);
