CREATE FUNCTION first() RETURNS text LANGUAGE plpgsql AS $$
DECLARE found_one mails.address%TYPE; one mails%ROWTYPE;
BEGIN
  SELECT * INTO one FROM mails LIMIT 1;
  found_one := one.id::text;
  RETURN found_one;
END $$;
