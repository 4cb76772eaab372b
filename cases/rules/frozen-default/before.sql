CREATE TABLE loans (id bigint PRIMARY KEY, since date);
