create table t (id integer, code varchar(10));
