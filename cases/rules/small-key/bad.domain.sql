CREATE DOMAIN row_id AS integer;
CREATE TABLE facts (id row_id PRIMARY KEY, f text);
