CREATE TABLE loans (id bigint PRIMARY KEY, book_id bigint);
INSERT INTO loans VALUES (1, 7), (2, 8);
CREATE UNIQUE INDEX CONCURRENTLY loans_book_key ON loans (book_id);
