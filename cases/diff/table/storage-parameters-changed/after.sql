create table events (id bigint, body text) with (fillfactor = 90, toast.autovacuum_enabled = false);
