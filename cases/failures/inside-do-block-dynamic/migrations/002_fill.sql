DO $$
DECLARE
  t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['users', 'posts'] LOOP
    EXECUTE format('ALTER TABLE %I ADD COLUMN touched timestamptz', t);
  END LOOP;
END $$;
