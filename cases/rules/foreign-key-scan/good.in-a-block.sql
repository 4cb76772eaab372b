DO $$ BEGIN
  CREATE TABLE loans (id bigint PRIMARY KEY, author_id bigint);
  ALTER TABLE loans ADD CONSTRAINT loans_author_fk FOREIGN KEY (author_id) REFERENCES authors (id);
  IF false THEN
    ALTER TABLE books ADD CONSTRAINT books_author_fk FOREIGN KEY (author_id) REFERENCES authors (id);
  END IF;
END $$;
CREATE INDEX ON loans (author_id);
