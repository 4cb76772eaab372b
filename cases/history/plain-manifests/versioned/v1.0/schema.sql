CREATE TABLE namespaces (id bigint PRIMARY KEY);
