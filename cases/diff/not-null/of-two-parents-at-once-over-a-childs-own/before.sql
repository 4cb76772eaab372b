CREATE TABLE event (id int);
CREATE TABLE paid (id int);
CREATE TABLE visit (CONSTRAINT counted NOT NULL id NO INHERIT) INHERITS (event, paid);
