DO $$
BEGIN
  EXECUTE format('ALTER TABLE %I ADD CHECK (pages > 0)', 'bo' || 'oks');
END $$;
