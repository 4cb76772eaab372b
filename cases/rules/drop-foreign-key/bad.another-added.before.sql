CREATE TABLE shelves (id bigint PRIMARY KEY);
ALTER TABLE books ADD COLUMN shelf_id bigint;
