create table t (a int, b int, primary key (a)) partition by list (a);
create table t1 partition of t for values in (1);
create table u (a int, unique (a) with (fillfactor = 80)) partition by list (a);
