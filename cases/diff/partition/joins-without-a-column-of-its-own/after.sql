create table p (id integer, a integer) partition by list (id);
create table t partition of p for values in (1);
