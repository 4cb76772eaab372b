-- v0 -> v1: Initial revision
CREATE TABLE portal (id bigint PRIMARY KEY);
