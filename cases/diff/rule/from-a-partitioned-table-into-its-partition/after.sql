create table t (a integer) partition by list (a);
create table t_1 partition of t for values in (1);
create rule into_one as on insert to t where new.a = 1 do instead insert into t_1 values (new.a);
