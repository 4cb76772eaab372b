create sequence s;
create unlogged table t (id integer default nextval('s'));
alter sequence s owned by t.id;
