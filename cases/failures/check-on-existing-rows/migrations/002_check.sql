ALTER TABLE t ADD CONSTRAINT n_is_positive CHECK (n > 0);
