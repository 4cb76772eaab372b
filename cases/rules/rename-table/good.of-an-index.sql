ALTER TABLE public.books_author_idx RENAME TO books_by_author;
