DO $$ BEGIN ALTER TABLE books RENAME COLUMN pages TO page_count; END $$;
