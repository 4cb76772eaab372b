create table t (a text) with (fillfactor = 70, autovacuum_enabled = false);
create index t_idx on t using gist (to_tsvector('simple', a)) with (fillfactor = 80, buffering = off);
