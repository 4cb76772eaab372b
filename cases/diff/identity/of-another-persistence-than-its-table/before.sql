create table t (id integer not null);
create unlogged table u (id integer not null);
