CREATE TABLE event (id int, place text NOT NULL);
CREATE TABLE visit () INHERITS (event);
