CREATE SCHEMA extensions;
CREATE TABLE people (name text);
CREATE INDEX people_name ON people USING gin (name extensions.gin_trgm_ops);
