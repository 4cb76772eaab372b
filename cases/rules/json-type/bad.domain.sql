CREATE DOMAIN document AS json;
CREATE TABLE letters (id bigint PRIMARY KEY, body document);
