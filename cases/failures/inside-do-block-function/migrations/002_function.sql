CREATE FUNCTION check_user(n bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF n < 1 THEN
    RAISE EXCEPTION 'no user %', n;
  END IF;
END $$;
