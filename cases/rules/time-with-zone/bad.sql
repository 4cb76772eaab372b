CREATE TABLE shifts (id bigint PRIMARY KEY, starts time with time zone, ends timetz(3));
