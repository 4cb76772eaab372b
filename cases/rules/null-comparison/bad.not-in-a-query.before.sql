CREATE TABLE loans (id bigint PRIMARY KEY, book_id bigint, reader text NOT NULL);
