INSERT INTO columns_seen VALUES
  (1, 'integer', 'pg_backend_pid'::regproc, '08:00:2b:01:02:03', '02:30'),
  (2, NULL, NULL, NULL, NULL);
