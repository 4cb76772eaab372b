CREATE TABLE event (id int, place text);
ALTER TABLE event ADD CONSTRAINT placed NOT NULL place NOT VALID;
CREATE TABLE visit (badge text);
