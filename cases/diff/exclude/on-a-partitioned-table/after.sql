create extension btree_gist;
create table rooms (floor integer, taken tsrange, exclude using gist (floor with =, taken with &&)) partition by list (floor);
create table rooms_1 partition of rooms for values in (1);
create table rooms_2 (floor integer, taken tsrange);
alter table rooms attach partition rooms_2 for values in (2);
