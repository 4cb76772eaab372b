create extension btree_gist;
create table stay (id integer primary key, room integer, span daterange, cancelled boolean, floor integer,
  constraint one_each exclude using gist (room with =, span with &&) where (not cancelled),
  constraint no_more exclude using gist ((floor + room) with =, span with &&));
