DO $$ BEGIN ALTER TABLE books ADD UNIQUE (title); EXCEPTION WHEN duplicate_table THEN NULL; END $$;
