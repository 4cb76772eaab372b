CREATE TABLE orders (
  id int PRIMARY KEY,
  status order_status NOT NULL
);
