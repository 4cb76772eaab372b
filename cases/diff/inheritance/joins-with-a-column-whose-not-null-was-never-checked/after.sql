CREATE TABLE event (id int, place text);
CREATE TABLE visit (place text, badge text) INHERITS (event);
ALTER TABLE event ADD CONSTRAINT placed NOT NULL place NOT VALID;
