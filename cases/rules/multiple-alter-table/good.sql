ALTER TABLE books
  ADD COLUMN language text,
  ADD COLUMN edition text;
