create table sales (id integer not null, at date, amount integer) partition by range (at);
create table sales_24 partition of sales for values from ('2024-01-01') to ('2025-01-01') partition by list (id);
create table sales_24_1 partition of sales_24 for values in (1);
