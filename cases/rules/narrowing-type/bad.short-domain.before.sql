CREATE DOMAIN word AS varchar(10);
CREATE TABLE memos (id bigint PRIMARY KEY, body text);
