CREATE TABLE event (id int, place text NOT NULL);
CREATE TABLE thing (id int);
CREATE TABLE visit (place text CONSTRAINT somewhere NOT NULL) INHERITS (thing);
