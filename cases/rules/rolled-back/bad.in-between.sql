BEGIN;
ALTER TABLE books ADD COLUMN language text;
UPDATE books SET language = 'en' WHERE id < 10;
ABORT;
CREATE TABLE readers (id bigint PRIMARY KEY);
