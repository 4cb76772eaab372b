ALTER TABLE books ADD CONSTRAINT known CHECK (shelf IN ('a', 'b', NULL));
