CREATE TABLE base (id serial, a text DEFAULT 'base');
