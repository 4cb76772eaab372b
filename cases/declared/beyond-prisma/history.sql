CREATE EXTENSION citext;
CREATE EXTENSION vector;
CREATE SCHEMA lib;
CREATE FUNCTION lib.short_id() RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$;
CREATE DOMAIN email AS citext CHECK (value ~ '@');
CREATE TYPE point3 AS (x int, y int, z int);
CREATE TABLE documents (
  id TEXT PRIMARY KEY DEFAULT lib.short_id(), title TEXT NOT NULL, contact email, embedding vector(3), at point3,
  search TSVECTOR GENERATED ALWAYS AS (to_tsvector('simple', title)) STORED, length INT GENERATED ALWAYS AS (char_length(title)) STORED, span INTERVAL NOT NULL
);
CREATE INDEX documents_search ON documents USING gin (search);
