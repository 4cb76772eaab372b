CREATE TABLE tickets (id bigint PRIMARY KEY, seat text NOT NULL);
