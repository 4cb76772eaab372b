CREATE TABLE loans (id bigint PRIMARY KEY, "book of" bigint REFERENCES books);
CREATE INDEX loans_book_idx ON loans ("book of") WHERE "book of" IS NOT NULL;
