GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO reports;
CREATE TABLE new_orders (id bigint PRIMARY KEY, total numeric NOT NULL, paid boolean NOT NULL DEFAULT false);
DROP VIEW open_orders;
ALTER TABLE orders RENAME TO old_orders;
ALTER TABLE new_orders RENAME TO orders;
