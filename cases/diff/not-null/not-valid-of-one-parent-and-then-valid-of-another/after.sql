CREATE TABLE event (id int);
CREATE TABLE asset (id int CONSTRAINT numbered NOT NULL);
CREATE TABLE visit () INHERITS (event, asset);
