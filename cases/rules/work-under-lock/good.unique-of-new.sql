ALTER TABLE books ADD COLUMN shelf text;
CREATE TABLE shelves (id bigint, room text);
ALTER TABLE shelves ADD CONSTRAINT one_of_a_room UNIQUE (room), ALTER COLUMN id TYPE numeric;
