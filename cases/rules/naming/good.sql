CREATE TABLE loans (id bigint PRIMARY KEY, lent_at timestamptz);
