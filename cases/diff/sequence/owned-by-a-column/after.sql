create table t (id integer primary key);
create sequence s owned by t.id;
