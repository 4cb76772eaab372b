CREATE TABLE orders (place text, number bigint, code bigint, CONSTRAINT orders_key PRIMARY KEY (place, number), UNIQUE (place, code)) PARTITION BY LIST (place);
CREATE TABLE orders_eu PARTITION OF orders FOR VALUES IN ('eu');
ALTER INDEX orders_eu_pkey RENAME TO eu_key;
CREATE TABLE lines (place text, number bigint, FOREIGN KEY (place, number) REFERENCES orders);
