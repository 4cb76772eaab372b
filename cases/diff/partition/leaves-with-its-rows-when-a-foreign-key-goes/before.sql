create table goods (kind int, id int, primary key (kind, id)) partition by list (kind);
create table goods_1 partition of goods for values in (1);
create table orders (id int primary key, kind int, good int, foreign key (kind, good) references goods);
