CREATE TABLE books (code char(30), shelf varchar(4), flags bit varying(3));
