BEGIN;
DROP INDEX books_author_idx;
CREATE INDEX books_author_idx ON books (author_id, title);
COMMIT;
