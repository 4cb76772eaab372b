CREATE TABLE shards (id bigint PRIMARY KEY);
