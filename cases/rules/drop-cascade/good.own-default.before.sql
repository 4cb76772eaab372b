CREATE TABLE loans (id bigserial PRIMARY KEY, on_day date DEFAULT now());
CREATE SCHEMA shelves CREATE TABLE boards (id bigint PRIMARY KEY, since date DEFAULT now());
