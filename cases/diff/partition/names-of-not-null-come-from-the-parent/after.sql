create table sales (id integer not null, at date) partition by range (at);
create table sales_24 partition of sales for values from ('2024-01-01') to ('2025-01-01');
