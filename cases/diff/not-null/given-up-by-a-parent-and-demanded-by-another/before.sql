CREATE TABLE event (id int NOT NULL);
CREATE TABLE visit () INHERITS (event);
