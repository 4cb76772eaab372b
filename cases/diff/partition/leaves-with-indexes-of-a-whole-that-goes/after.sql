create table t (id integer, at date) partition by range (at);
create table t_1 (id integer, at date, primary key (id, at));
create index t_1_at_idx on t_1 (at);
