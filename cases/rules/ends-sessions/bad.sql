SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'old worker';
ALTER TABLE books ADD COLUMN language text;
