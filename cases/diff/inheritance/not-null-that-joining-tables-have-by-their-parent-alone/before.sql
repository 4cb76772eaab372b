CREATE TABLE event (id int NOT NULL);
CREATE TABLE plan (name text);
CREATE TABLE visit (id int) INHERITS (plan);
CREATE TABLE tour (name text);
