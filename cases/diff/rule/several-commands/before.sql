create table t (id integer);
create table a (id integer);
create table b (id integer);
