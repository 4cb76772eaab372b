CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
CREATE PUBLICATION news FOR TABLE orders;
