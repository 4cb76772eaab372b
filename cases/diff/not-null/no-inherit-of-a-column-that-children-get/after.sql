CREATE TABLE event (id int, place text NOT NULL NO INHERIT);
CREATE TABLE visit () INHERITS (event);
