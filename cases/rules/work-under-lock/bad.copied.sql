ALTER TABLE books ADD COLUMN shelf text;
CREATE TABLE pages_by_author AS SELECT author_id, sum(pages) AS pages FROM books GROUP BY author_id;
