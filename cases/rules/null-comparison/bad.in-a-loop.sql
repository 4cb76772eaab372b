CREATE FUNCTION untitled() RETURNS SETOF bigint LANGUAGE plpgsql AS $$
DECLARE
  found bigint;
BEGIN
  FOR found IN SELECT id FROM books WHERE title = NULL LOOP
    RETURN NEXT found;
  END LOOP;
END $$;
