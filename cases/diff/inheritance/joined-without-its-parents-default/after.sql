CREATE TABLE base (id serial, a text DEFAULT 'base');
CREATE TABLE child (id int NOT NULL, a text);
ALTER TABLE child INHERIT base;
