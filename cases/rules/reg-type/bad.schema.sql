CREATE TABLE spaces (id bigint PRIMARY KEY, schema regnamespace);
