DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM users) THEN
    RAISE EXCEPTION 'no users found, restore the backup first';
  END IF;
END $$;
