create table t (id integer primary key, note text, amount numeric(6, 2)) with (fillfactor = 80, toast.autovacuum_enabled = false);
