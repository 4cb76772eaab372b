CREATE TABLE loans (book_id bigint NOT NULL, reader text);
