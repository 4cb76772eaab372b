DO $$ BEGIN ALTER TYPE mood RENAME TO feeling; END $$;
