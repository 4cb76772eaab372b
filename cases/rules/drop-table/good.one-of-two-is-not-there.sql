CREATE TABLE draft (id bigint PRIMARY KEY);
DROP TABLE IF EXISTS draft, other;
