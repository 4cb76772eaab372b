CREATE TABLE people (id bigint PRIMARY KEY, age integer);
ALTER TABLE people RENAME TO visitors;
ALTER TABLE visitors RENAME COLUMN age TO years;
