CREATE TABLE event (id int NOT NULL);
CREATE TABLE plan (name text);
CREATE TABLE visit (id int, name text) INHERITS (event);
CREATE TABLE tour (id int, name text) INHERITS (event);
