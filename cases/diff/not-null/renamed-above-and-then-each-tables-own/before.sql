CREATE TABLE event (id int CONSTRAINT counted NOT NULL);
CREATE TABLE visit () INHERITS (event);
CREATE TABLE paid (id int CONSTRAINT counted NOT NULL);
CREATE TABLE tour () INHERITS (paid);
