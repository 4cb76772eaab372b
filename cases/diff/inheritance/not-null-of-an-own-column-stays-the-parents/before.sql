CREATE TABLE event (id int NOT NULL, place text NOT NULL);
CREATE TABLE visit (id int, NOT NULL place) INHERITS (event);
