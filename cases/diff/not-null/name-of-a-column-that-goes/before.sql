CREATE TABLE papers (id integer PRIMARY KEY, level integer NOT NULL);
CREATE VIEW open_papers AS SELECT id FROM papers WHERE level = 0;
