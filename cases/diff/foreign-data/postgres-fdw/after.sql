create extension postgres_fdw;
create server shop foreign data wrapper postgres_fdw options (host '127.0.0.1', dbname 'shop', fetch_size '50');
create user mapping for public server shop options (user 'reader', password 'secret');
create foreign table orders (id integer options (column_name 'order_id'), total numeric) server shop options (table_name 'orders', updatable 'false');
create view big_orders as select id from orders where total > 100;
