-- +goose Up
CREATE TABLE users (id int PRIMARY KEY, email text);

-- +goose Down
DROP TABLE users;
