CREATE INDEX CONCURRENTLY books_author_title_idx ON books (author_id, title);
DROP INDEX CONCURRENTLY books_author_idx;
ALTER INDEX books_author_title_idx RENAME TO books_author_idx;
