create table t (id integer);
create table v (id integer);
