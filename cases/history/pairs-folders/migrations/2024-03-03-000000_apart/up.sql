CREATE INDEX CONCURRENTLY users_id_desc ON users (id DESC);
