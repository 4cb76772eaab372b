create table p (id integer, a integer) partition by list (id);
create table t (id integer, b text);
create index t_b_idx on t (b);
