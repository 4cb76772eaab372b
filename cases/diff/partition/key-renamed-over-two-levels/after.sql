create table sales (id integer) partition by list (id);
create table sales_1 partition of sales for values in (1) partition by list (id);
create table sales_1_1 partition of sales_1 for values in (1);
alter table sales add constraint sales_key primary key (id);
create index on_id on sales (id);
