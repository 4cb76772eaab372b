CREATE TABLE animals (id integer, legs integer);
CREATE TABLE birds (id integer, wings integer);
CREATE POLICY known ON animals USING (legs > 0);
CREATE TABLE vehicles (id integer, axles integer);
CREATE TABLE trailers (load integer) INHERITS (vehicles);
CREATE VIEW numbers AS SELECT axles AS n FROM vehicles;
