create table t (a text) with (autovacuum_enabled = false, fillfactor = 70);
create index t_idx on t using gist (to_tsvector('simple', a)) with (buffering = off, fillfactor = 80);
