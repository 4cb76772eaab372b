CREATE DOMAIN word AS text CHECK (VALUE !~ ' ');
CREATE TABLE memos (id bigint PRIMARY KEY, body text);
