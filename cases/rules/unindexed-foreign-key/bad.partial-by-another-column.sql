CREATE TABLE loans (id bigint PRIMARY KEY, book_id bigint REFERENCES books, paid_at timestamptz);
CREATE INDEX loans_book_idx ON loans (book_id) WHERE paid_at IS NOT NULL;
