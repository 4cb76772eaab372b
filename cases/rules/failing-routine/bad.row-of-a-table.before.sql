CREATE FUNCTION first() RETURNS text LANGUAGE plpgsql AS $$
DECLARE one mails%ROWTYPE;
BEGIN
  SELECT * INTO one FROM mails LIMIT 1;
  RETURN one.address;
END $$;
