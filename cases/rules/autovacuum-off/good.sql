ALTER TABLE books SET (autovacuum_vacuum_scale_factor = 0.02);
ALTER TABLE authors SET (autovacuum_enabled = false);
ALTER TABLE authors RESET (autovacuum_enabled);
