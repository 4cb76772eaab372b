create table t (id integer primary key, note varchar(30), amount integer) with (fillfactor = 80, toast.autovacuum_enabled = false);
