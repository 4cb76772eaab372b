CREATE TABLE notes (id bigint PRIMARY KEY, text text);
CREATE VIEW shown AS SELECT id, ifnull(text, '') AS text FROM notes;
