create table t (id integer primary key, doc json);
