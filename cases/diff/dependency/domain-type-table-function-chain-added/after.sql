create domain positive as integer check (value > 0);
create type order_line as (item text, quantity positive);
create table orders (id integer primary key, lines order_line[] not null default '{}');
create function quantity(orders) returns bigint language sql stable as 'select sum(l.quantity) from unnest($1.lines) l';
create view order_sizes as select o.id, o.quantity from orders o;
create index orders_lines_idx on orders (cardinality(lines));
