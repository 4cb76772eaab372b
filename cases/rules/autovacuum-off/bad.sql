ALTER TABLE books SET (fillfactor = 85, autovacuum_enabled = off);
