create table t (id integer primary key, a text);
alter table t replica identity full;
