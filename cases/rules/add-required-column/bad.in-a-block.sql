DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM information_schema.columns WHERE table_name = 'books' AND column_name = 'language') THEN
    ALTER TABLE books ADD COLUMN language text NOT NULL;
  END IF;
END $$;
