ALTER TABLE books ADD COLUMN new_pages int;
ALTER TABLE books RENAME COLUMN pages TO old_pages;
ALTER TABLE books RENAME COLUMN new_pages TO pages;
ALTER TABLE books DROP COLUMN old_pages;
