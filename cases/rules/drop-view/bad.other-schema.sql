DROP VIEW public.long_books;
CREATE VIEW stock.long_books AS SELECT id FROM books;
