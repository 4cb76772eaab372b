DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'chief') THEN
    CREATE ROLE chief BYPASSRLS;
  END IF;
END
$$;
