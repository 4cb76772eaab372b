CREATE TABLE users (id bigint PRIMARY KEY, name txt NOT NULL);
