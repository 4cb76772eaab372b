CREATE UNLOGGED TABLE address (street text, number int);
CREATE TABLE customer (id int, home address);
CREATE MATERIALIZED VIEW streets AS SELECT (customer.home).street AS street FROM customer;
CREATE INDEX customer_number ON customer (((home).number));
