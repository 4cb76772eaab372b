CREATE PROCEDURE tidy() LANGUAGE sql SECURITY DEFINER SET search_path = pg_temp, public
AS $$ DELETE FROM books WHERE pages = 0 $$;
