DO $$
DECLARE
  one record;
BEGIN
  FOR one IN SELECT relname FROM pg_class WHERE relname IN ('authors', 'books') AND relkind = 'r' LOOP
    EXECUTE format('ALTER TABLE %I RENAME TO %I', one.relname, one.relname || '_old');
  END LOOP;
END $$;
