CREATE TABLE loans (id bigint PRIMARY KEY, book_id bigint, days int CHECK (days > 0));
ALTER TABLE loans
  DROP COLUMN days,
  ADD FOREIGN KEY (book_id) REFERENCES books ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE loans ADD COLUMN paid int, ADD COLUMN due int, ADD CHECK (paid <= due);
ALTER TABLE loans DROP COLUMN due CASCADE;
