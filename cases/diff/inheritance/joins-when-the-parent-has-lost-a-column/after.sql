CREATE TABLE animals (id integer);
CREATE TABLE birds (id integer, wings integer);
ALTER TABLE birds INHERIT animals;
CREATE POLICY known ON animals USING (id > 0);
CREATE TABLE vehicles (id integer, axles integer, fuel integer);
CREATE TABLE carriers (load integer) INHERITS (vehicles);
CREATE TABLE trailers () INHERITS (carriers);
CREATE VIEW numbers AS SELECT fuel AS n FROM vehicles;
