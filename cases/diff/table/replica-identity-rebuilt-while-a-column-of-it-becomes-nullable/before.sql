create table t2 (id int not null, y int not null, constraint t2_xy primary key (id), constraint t2_pk unique (y, id));
alter table t2 replica identity using index t2_pk;
