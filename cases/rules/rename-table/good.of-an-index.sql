ALTER TABLE public.books_author_idx RENAME TO books_by_author;
ALTER INDEX books_by_author RENAME TO books_author_idx;
