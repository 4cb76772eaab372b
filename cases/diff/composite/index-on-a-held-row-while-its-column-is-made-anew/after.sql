CREATE VIEW shape AS SELECT 1 AS size, 'x'::text AS name;
CREATE DOMAIN known_shape AS shape;
CREATE TABLE box (id int, content known_shape);
CREATE TABLE kept (id int, was box);
CREATE INDEX kept_none ON kept (id) WHERE was = NULL::box;
