CREATE TABLE event (id int);
CREATE TABLE asset (id int);
CREATE TABLE visit () INHERITS (event, asset);
ALTER TABLE event ADD CONSTRAINT counted NOT NULL id NOT VALID;
