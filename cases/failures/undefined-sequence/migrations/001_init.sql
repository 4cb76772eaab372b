CREATE TABLE orders (id bigint DEFAULT nextval('order_numbers') PRIMARY KEY);
