-- +goose Up
-- +goose StatementBegin
create table users (id bigint primary key);
-- +goose StatementEnd

-- +goose Down
drop table users;
