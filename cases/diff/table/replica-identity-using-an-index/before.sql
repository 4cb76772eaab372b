create table t (id integer primary key, code text not null);
alter table t replica identity nothing;
