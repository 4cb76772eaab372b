create table t (a int, shared int default 1);
create table holds (one t);
create table has_it (a int, shared int default 7) inherits (t);
create table joins (a int) inherits (t);
create table stays () inherits (t);
