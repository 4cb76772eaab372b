CREATE DOMAIN plain AS text;
CREATE TABLE memos (id bigint PRIMARY KEY, body text);
