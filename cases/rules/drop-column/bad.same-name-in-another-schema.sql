CREATE SCHEMA archive;
CREATE TABLE archive.books (id bigint, title text);
ALTER TABLE books DROP COLUMN title;
