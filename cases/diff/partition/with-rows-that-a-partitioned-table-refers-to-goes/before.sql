create table goods (kind int, id int, primary key (kind, id)) partition by list (kind);
create table goods_1 partition of goods for values in (1) partition by list (id);
create table goods_1_1 partition of goods_1 for values in (1);
create table orders (id int primary key, kind int, good int, foreign key (kind, good) references goods) partition by list (id);
create table orders_1 partition of orders for values in (1);
create table kept (id int);
