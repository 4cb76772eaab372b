CREATE TABLE draft (id bigint PRIMARY KEY, note text);
ALTER TABLE draft DROP COLUMN note;
