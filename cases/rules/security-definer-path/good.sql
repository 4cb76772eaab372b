CREATE FUNCTION count_books() RETURNS bigint LANGUAGE sql SECURITY DEFINER
SET search_path = ''
AS $$ SELECT count(*) FROM public.books $$;
