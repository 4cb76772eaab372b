DO $$
BEGIN
  ALTER TABLE users ADD COLUMN email text;
EXCEPTION WHEN duplicate_column THEN
  RAISE NOTICE 'there already';
END $$;
ALTER TABLE users ADD COLUMN name text;
SELECT nmae FROM users;
