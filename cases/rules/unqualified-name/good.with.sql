CREATE VIEW public.long_books AS
WITH long AS (SELECT id FROM public.books WHERE pages > 900)
SELECT id, (SELECT count(*) FROM pg_class) AS relations FROM long;
