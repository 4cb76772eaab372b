create table a (x integer, y integer, primary key (x, y), unique (y, x));
create table b (x integer, y integer, constraint b_fk foreign key (x, y) references a (x, y));
