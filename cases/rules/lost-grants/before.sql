CREATE ROLE reports NOLOGIN;
CREATE TABLE orders (id bigint PRIMARY KEY, total bigint NOT NULL, paid boolean NOT NULL DEFAULT false);
CREATE VIEW open_orders AS SELECT id, total FROM orders WHERE NOT paid;
GRANT SELECT ON open_orders TO reports;
