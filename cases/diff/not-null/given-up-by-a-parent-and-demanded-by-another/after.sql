CREATE TABLE event (id int);
CREATE TABLE paid (id int NOT NULL);
CREATE TABLE visit () INHERITS (paid, event);
