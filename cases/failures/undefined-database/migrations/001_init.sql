ALTER DATABASE shop_production SET timezone TO 'UTC';
CREATE TABLE orders (id int);
