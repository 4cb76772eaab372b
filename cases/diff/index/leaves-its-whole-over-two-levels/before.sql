create table orders (id integer, placed date) partition by range (placed);
create table orders_2024 partition of orders for values from ('2024-01-01') to ('2025-01-01') partition by range (placed);
create table orders_2024_h1 partition of orders_2024 for values from ('2024-01-01') to ('2024-07-01');
create table orders_2024_h2 partition of orders_2024 for values from ('2024-07-01') to ('2025-01-01');
create index orders_placed on orders (placed);
comment on index orders_placed is 'by day';
comment on index orders_2024_h1_placed_idx is 'of half a year';
