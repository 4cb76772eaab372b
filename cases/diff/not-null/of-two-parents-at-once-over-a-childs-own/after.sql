CREATE TABLE event (id int NOT NULL);
CREATE TABLE paid (id int NOT NULL);
CREATE TABLE visit (CONSTRAINT numbered NOT NULL id) INHERITS (event, paid);
