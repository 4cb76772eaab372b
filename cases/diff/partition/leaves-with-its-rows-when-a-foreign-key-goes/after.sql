create table goods (kind int, id int, primary key (kind, id)) partition by list (kind);
create table goods_1 (kind int, id int, primary key (kind, id));
create table orders (id int primary key, kind int, good int);
