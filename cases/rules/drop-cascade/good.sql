DROP VIEW author_names;
DROP TABLE authors;
