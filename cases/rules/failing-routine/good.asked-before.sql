CREATE FUNCTION asked() RETURNS void LANGUAGE plpgsql AS $$
DECLARE is_there boolean := EXISTS (SELECT FROM pg_attribute WHERE attname = 'gone');
BEGIN
  IF is_there THEN
    UPDATE mails SET gone = NULL;
  END IF;
END $$;
CREATE FUNCTION asked_for_table() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF to_regclass('public.mail') IS NULL THEN
    RETURN;
  END IF;
  DELETE FROM mail;
END $$;
