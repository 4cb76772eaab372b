create table t (id integer primary key deferrable initially deferred);
