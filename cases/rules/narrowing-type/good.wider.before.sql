CREATE TABLE books (code char(30), shelf varchar(4), flags bit varying(3));
ALTER TABLE books ADD COLUMN read interval(3), ADD COLUMN lent interval day to second(3);
