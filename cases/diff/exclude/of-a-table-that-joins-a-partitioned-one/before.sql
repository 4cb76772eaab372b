create extension btree_gist;
create table slots (room integer not null, during int4range, exclude using gist (room with =, during with &&)) partition by list (room);
create table slots_one (room integer not null, during int4range, exclude using gist (room with =, during with &&));
comment on constraint slots_one_room_during_excl on slots_one is 'one guest at a time';
