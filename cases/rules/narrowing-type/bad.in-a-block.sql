DO $$ BEGIN ALTER TABLE books ALTER COLUMN pages TYPE smallint; END $$;
