CREATE TABLE loans (id bigint PRIMARY KEY, note character varying(100));
