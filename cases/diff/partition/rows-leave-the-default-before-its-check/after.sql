create table t (a int, b int) partition by list (b);
create table t_rest partition of t default;
create table t_0 partition of t for values in (0);
alter table t_rest add constraint negative check (b < 0);
