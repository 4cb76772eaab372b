DROP VIEW open_orders;
CREATE VIEW open_orders AS SELECT id, total, paid FROM orders WHERE NOT paid;
