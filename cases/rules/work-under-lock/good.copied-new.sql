CREATE TABLE shelves (id bigint PRIMARY KEY, room text);
ALTER TABLE books ADD COLUMN shelf text;
CREATE TABLE rooms AS WITH named AS (SELECT room FROM shelves) SELECT room FROM named;
CREATE TABLE later AS SELECT id FROM books WITH NO DATA;
CREATE VIEW titles AS SELECT title FROM books;
