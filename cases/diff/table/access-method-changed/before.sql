create access method plain_heap type table handler heap_tableam_handler;
create table t (id integer primary key, a text);
