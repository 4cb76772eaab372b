create extension btree_gist;
create table stay (id integer primary key, room integer, span daterange, status text,
  constraint one_each exclude using gist (room with =, span with &&) where (status <> 'cancelled'));
