CREATE VIEW active_users AS SELECT * FROM users;

CREATE TABLE users (id bigint PRIMARY KEY);
