DO $$
BEGIN
  DROP TABLE books;
  CREATE TABLE books (id bigint PRIMARY KEY, title text NOT NULL);
END $$;
