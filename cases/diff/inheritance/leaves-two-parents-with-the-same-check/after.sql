CREATE TABLE event (id int, CONSTRAINT counted CHECK (id > 0));
CREATE TABLE paid (id int, CONSTRAINT counted CHECK (id > 0));
CREATE TABLE visit (id int);
