create table shops (id integer primary key) partition by list (id);
create table shops_1 partition of shops for values in (1);
create table sales (shop integer references shops);
