CREATE TABLE event (id int NOT NULL);
CREATE TABLE paid (id int);
CREATE TABLE visit (CONSTRAINT counted NOT NULL id) INHERITS (event, paid);
