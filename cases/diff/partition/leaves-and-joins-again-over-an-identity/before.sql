create table t (k integer, l integer, id integer generated always as identity) partition by list (k);
create table t_1 partition of t for values in (1) partition by list (l);
create table t_1_1 partition of t_1 for values in (1);
