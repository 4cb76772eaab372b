DO $$ BEGIN
  ALTER TABLE books ADD COLUMN language text;
END $$;
