CREATE TABLE audit.entries (id bigint PRIMARY KEY, order_id bigint REFERENCES orders);
