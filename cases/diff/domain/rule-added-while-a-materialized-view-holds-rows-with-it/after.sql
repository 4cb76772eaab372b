CREATE DOMAIN amount AS int CHECK (VALUE > 0);
CREATE VIEW price AS SELECT 1::amount AS value;
CREATE MATERIALIZED VIEW prices AS SELECT price AS whole FROM price;
