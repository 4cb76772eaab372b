CREATE TABLE labels (id text PRIMARY KEY, words text);
ALTER TABLE books ADD COLUMN shelf text;
INSERT INTO labels SELECT id, title FROM books;
