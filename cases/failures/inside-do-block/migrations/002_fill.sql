-- fill the names
DO $$
DECLARE
  n int;
BEGIN
  SELECT count(*) INTO n FROM users;
  UPDATE users SET name = 'unknown' WHERE name IS NULL;
END $$;
