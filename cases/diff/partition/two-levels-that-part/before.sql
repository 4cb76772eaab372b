create table t (id integer primary key, at date) partition by range (id);
create index t_at on t (at);
create table t_1 partition of t for values from (0) to (10) partition by range (id);
create table t_1_1 partition of t_1 for values from (0) to (5);
