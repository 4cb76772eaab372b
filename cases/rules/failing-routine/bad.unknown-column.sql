CREATE FUNCTION total(i bigint) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE t bigint;
BEGIN
  SELECT sum(id) INTO t FROM mails WHERE adress = i::text;
  RETURN t;
END $$;
