CREATE TABLE item (id int, price numeric(10,2), twice int GENERATED ALWAYS AS (id * 2) STORED);
CREATE TABLE book (pages int) INHERITS (item);
CREATE TABLE kept (book book, pages int);
CREATE INDEX kept_pages ON kept (((book).pages));
