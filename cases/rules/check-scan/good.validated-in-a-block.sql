DO $$
BEGIN
  EXECUTE format('ALTER TABLE %I VALIDATE CONSTRAINT books_pages_check', 'bo' || 'oks');
END $$;
