create table shops (id integer primary key);
create table sales (shop integer references shops, amount integer constraint positive check (amount > 0)) partition by list (shop);
create index on sales (amount);
alter table sales add unique (shop);
create table sales_1 (shop integer, amount integer);
