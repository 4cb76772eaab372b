CREATE TABLE loans (
  id bigint PRIMARY KEY,
  book_id bigint NOT NULL REFERENCES books (id)
);
CREATE INDEX loans_book_idx ON loans (book_id);
