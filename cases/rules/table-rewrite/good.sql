-- The same change in steps, none of which touches old rows while others wait.
ALTER TABLE books ADD COLUMN pages_exact numeric;
ALTER TABLE books ADD COLUMN edition bigint NOT NULL DEFAULT 1;
