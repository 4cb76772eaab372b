SET lock_timeout = '1s';
CREATE INDEX CONCURRENTLY books_title_idx ON books (title);
RESET lock_timeout;
