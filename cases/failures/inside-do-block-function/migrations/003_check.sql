DO $$
BEGIN
  PERFORM 1;
  PERFORM check_user(0);
END $$;
