CREATE TABLE event (id int);
CREATE TABLE visit () INHERITS (event);
