create table t (id integer primary key);
create sequence s;
