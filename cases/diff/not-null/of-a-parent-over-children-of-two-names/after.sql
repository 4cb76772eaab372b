CREATE TABLE level_1 (a int, b text);
CREATE TABLE level_2 () INHERITS (level_1);
CREATE TABLE level_3 () INHERITS (level_2);
ALTER TABLE level_1 ALTER COLUMN b SET NOT NULL;
