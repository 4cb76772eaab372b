CREATE FUNCTION mail_count() RETURNS bigint LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  RETURN (SELECT count(*) FROM mails);
END $$;
