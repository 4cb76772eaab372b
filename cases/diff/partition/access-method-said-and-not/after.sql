create table t (id integer) partition by range (id);
