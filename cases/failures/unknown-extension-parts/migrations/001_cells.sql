CREATE EXTENSION hexagons;
CREATE TABLE cells (id bigint PRIMARY KEY, cell hexcell NOT NULL);
CREATE TABLE places (id bigint PRIMARY KEY, name text);
