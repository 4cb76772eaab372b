ALTER TABLE loans DROP CONSTRAINT loans_pkey;
ALTER TABLE loans ADD PRIMARY KEY (book_id, reader);
