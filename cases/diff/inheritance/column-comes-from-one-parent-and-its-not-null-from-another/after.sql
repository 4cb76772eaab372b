CREATE TABLE event (id int, place text NOT NULL);
CREATE TABLE paid (price int, place text);
CREATE TABLE visit (id int, price int) INHERITS (paid, event);
