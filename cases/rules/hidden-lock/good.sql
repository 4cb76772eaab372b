ALTER TABLE books ADD COLUMN updated_at timestamptz;
