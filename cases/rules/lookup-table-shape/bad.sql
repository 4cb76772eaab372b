CREATE TABLE lookup_states (id bigint PRIMARY KEY, name text);
