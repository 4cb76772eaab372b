CREATE TABLE event (id int, place text NOT NULL);
CREATE TABLE paid (price int);
CREATE TABLE visit (id int, price int);
