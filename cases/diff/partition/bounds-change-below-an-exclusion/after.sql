create extension btree_gist;
create table p (id int4range, valid daterange, constraint p_pk primary key (id, valid without overlaps)) partition by list (id);
create table p1 partition of p for values in ('[1,2)');
create table x (id int, valid daterange, constraint x_x exclude using gist (id with =, valid with &&)) partition by list (id);
create table x1 partition of x for values in (1);
