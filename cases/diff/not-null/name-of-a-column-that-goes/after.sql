CREATE TABLE papers (id integer PRIMARY KEY, "the level" integer CONSTRAINT papers_level_not_null NOT NULL);
CREATE VIEW open_papers AS SELECT id FROM papers WHERE "the level" = 0;
