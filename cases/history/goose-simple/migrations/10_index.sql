-- +goose NO TRANSACTION
-- +goose Up
create index concurrently users_id on users (id);
