CREATE UNLOGGED TABLE item (id int, name text);
CREATE TABLE stock (place int, item item) PARTITION BY LIST (place);
CREATE TABLE stock_1 PARTITION OF stock FOR VALUES IN (1);
CREATE INDEX stock_name ON stock_1 (((item).name));
