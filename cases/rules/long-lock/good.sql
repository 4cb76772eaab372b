CREATE TABLE shelves (id bigint PRIMARY KEY);
SELECT pg_sleep(0.03);
