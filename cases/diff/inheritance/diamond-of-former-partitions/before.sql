create table a (a integer) partition by list (a);
create table b partition of a for values in (1);
create table c partition of a for values in (2) partition by list (a);
create table d partition of c for values in (2);
