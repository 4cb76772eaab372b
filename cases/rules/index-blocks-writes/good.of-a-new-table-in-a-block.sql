DO $$ BEGIN
  CREATE TABLE IF NOT EXISTS loans (id bigint PRIMARY KEY, author_id bigint REFERENCES authors);
END $$;
