ALTER TABLE books ADD CONSTRAINT books_author_id_not_null NOT NULL author_id NOT VALID;
