ALTER TABLE public.books ADD COLUMN language text;
