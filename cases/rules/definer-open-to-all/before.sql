CREATE SCHEMA inner_room CREATE TABLE sessions (id bigint PRIMARY KEY, person text NOT NULL);
CREATE ROLE case_clerk;
