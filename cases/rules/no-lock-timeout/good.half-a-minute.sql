SELECT set_config('lock_timeout', '30s', false);
ALTER TABLE books ADD COLUMN language text;
