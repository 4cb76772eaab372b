create table a (id integer primary key, code text);
create table b (code text);
