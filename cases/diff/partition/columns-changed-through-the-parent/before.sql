create table sales (at date, amount integer, note text) partition by range (at);
create table sales_24 partition of sales for values from ('2024-01-01') to ('2025-01-01');
create table sales_25 (note text, amount integer, at date);
alter table sales attach partition sales_25 default;
