create table t (a int, b int, primary key (a) with (fillfactor = 70)) partition by list (a);
create table t1 partition of t for values in (1);
create table u (a int, unique (a)) partition by list (a);
