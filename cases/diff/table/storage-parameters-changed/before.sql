create table events (id bigint, body text) with (fillfactor = 80, autovacuum_enabled = false);
