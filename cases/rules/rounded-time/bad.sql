CREATE TABLE shifts (id bigint PRIMARY KEY, starts time(0), made_at timestamptz(0));
