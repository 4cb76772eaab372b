CREATE TABLE item (id int, price int);
CREATE TABLE book (pages int) INHERITS (item);
CREATE TABLE kept (book book, pages int);
CREATE INDEX kept_pages ON kept (((book).pages));
