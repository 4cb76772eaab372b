-- +migrate Up notransaction
CREATE INDEX CONCURRENTLY users_id ON users (id);

-- +migrate Down
DROP INDEX users_id;
