CREATE FUNCTION is_mine(book bigint) RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT book = 1 $$;
CREATE POLICY own_books ON books USING (is_mine(id));
