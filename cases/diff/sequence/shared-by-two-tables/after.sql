create sequence shared_ids;
create table a (id integer primary key default nextval('shared_ids'));
create table b (id integer primary key default nextval('shared_ids'));
