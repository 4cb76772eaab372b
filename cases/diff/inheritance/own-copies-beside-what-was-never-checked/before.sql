CREATE TABLE event (id int NOT NULL, place text, note text, n int, CONSTRAINT few CHECK (n < 9) NOT ENFORCED);
CREATE TABLE paid (price int);
CREATE TABLE visit (badge text, CONSTRAINT event_id_not_null NOT NULL id) INHERITS (event);
CREATE TABLE tour () INHERITS (event, paid);
CREATE TABLE walk (id int, note text) INHERITS (event);
ALTER TABLE event ADD CONSTRAINT named CHECK (place <> '') NOT VALID, ADD CONSTRAINT placed NOT NULL place NOT VALID;
ALTER TABLE event ADD CONSTRAINT noted NOT NULL note NOT VALID;
