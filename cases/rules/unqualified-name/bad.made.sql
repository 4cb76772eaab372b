CREATE VIEW long_books AS SELECT id FROM public.books WHERE pages > 900;
