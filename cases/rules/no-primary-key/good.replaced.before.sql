CREATE TABLE loans (book_id bigint PRIMARY KEY, reader text NOT NULL);
