CREATE FUNCTION tax_number(person bigint) RETURNS text LANGUAGE sql SECURITY DEFINER SET search_path = ''
AS $$ SELECT tax_number FROM public.people WHERE id = person $$;
REVOKE EXECUTE ON FUNCTION tax_number(bigint) FROM support;
