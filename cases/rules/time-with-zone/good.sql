CREATE TABLE shifts (id bigint PRIMARY KEY, starts time, made_at timestamptz);
