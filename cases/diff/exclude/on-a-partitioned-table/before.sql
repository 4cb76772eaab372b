create extension btree_gist;
create table rooms (floor integer, taken tsrange) partition by list (floor);
create table rooms_1 partition of rooms for values in (1);
