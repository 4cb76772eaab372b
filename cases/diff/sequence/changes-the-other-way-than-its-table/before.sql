create unlogged sequence s;
create table t (id integer default nextval('s'));
alter sequence s owned by t.id;
