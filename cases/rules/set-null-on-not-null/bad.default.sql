CREATE TABLE loans (
  id bigint PRIMARY KEY,
  book_id bigint NOT NULL REFERENCES books (id) ON DELETE SET DEFAULT
);
