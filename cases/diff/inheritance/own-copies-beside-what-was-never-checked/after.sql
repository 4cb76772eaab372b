CREATE TABLE event (id int NOT NULL, place text, note text, n int, CONSTRAINT few CHECK (n < 9) NOT ENFORCED);
CREATE TABLE paid (price int);
CREATE TABLE visit (badge text) INHERITS (event);
CREATE TABLE tour () INHERITS (paid, event);
CREATE TABLE walk () INHERITS (event);
ALTER TABLE event ADD CONSTRAINT named CHECK (place <> '') NOT VALID, ADD CONSTRAINT placed NOT NULL place NOT VALID;
ALTER TABLE event ADD CONSTRAINT noted NOT NULL note NOT VALID;
ALTER TABLE visit ADD CONSTRAINT placed NOT NULL place NOT VALID;
