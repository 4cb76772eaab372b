CREATE ROLE support;
CREATE TABLE people (id bigint PRIMARY KEY, name text, tax_number text);
GRANT SELECT ON people TO support;
