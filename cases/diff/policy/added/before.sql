create table t (id integer, owner text);
