CREATE SCHEMA archive;
SET search_path = archive;
CREATE TABLE books (id bigint, title text);
ALTER TABLE books DROP COLUMN title;
ALTER TABLE archive.books DROP COLUMN id;
