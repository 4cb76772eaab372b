create table t (a int, b int) partition by list ((row(a, b)::t));
create table t1 partition of t for values in ('(1,2)'::t);
create table t2 partition of t for values in ('(2,4)'::t);
