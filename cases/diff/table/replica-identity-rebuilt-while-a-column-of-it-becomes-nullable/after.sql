create table t2 (id int not null, y int, constraint t2_pk primary key (id) include (y));
alter table t2 replica identity using index t2_pk;
