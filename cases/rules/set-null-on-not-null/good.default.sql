CREATE DOMAIN lost_book AS bigint DEFAULT 0;
CREATE TABLE loans (
  id bigint PRIMARY KEY,
  book_id bigint NOT NULL DEFAULT 0 REFERENCES books (id) ON DELETE SET DEFAULT,
  second_book_id lost_book NOT NULL REFERENCES books (id) ON DELETE SET DEFAULT,
  third_book_id bigint REFERENCES books (id) ON DELETE SET DEFAULT
);
