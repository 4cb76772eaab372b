CREATE INDEX ON users (id_number);
