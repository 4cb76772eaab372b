CREATE VIEW shape AS SELECT 'x'::text AS name, 1 AS size;
CREATE DOMAIN known_shape AS shape;
CREATE TABLE box (id int, content known_shape);
CREATE TABLE kept (id int, was box);
CREATE INDEX kept_none ON kept (id) WHERE was = NULL::box;
