CREATE TABLE item (id int, price int);
CREATE VIEW shelf AS SELECT item AS whole FROM item;
CREATE MATERIALIZED VIEW stock AS SELECT whole, 1 AS place FROM shelf;
CREATE INDEX stock_place ON stock (place);
CREATE MATERIALIZED VIEW stored AS SELECT shelf AS row_of_the_view FROM shelf;
CREATE TABLE kept (was shelf, cost int GENERATED ALWAYS AS (((was).whole).id) STORED);
