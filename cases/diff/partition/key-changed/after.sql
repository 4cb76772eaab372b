create table t (id integer, at date) partition by list (id);
create table t_1 partition of t for values in (1);
