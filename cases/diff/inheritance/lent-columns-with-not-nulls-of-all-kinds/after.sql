CREATE TABLE event (id int, place text, n int NOT NULL);
ALTER TABLE event ADD CONSTRAINT placed NOT NULL place NOT VALID;
CREATE TABLE visit (badge text, NOT NULL id) INHERITS (event);
