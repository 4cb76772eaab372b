create table t (a int, b int) partition by list (b);
create table t_rest partition of t default;
