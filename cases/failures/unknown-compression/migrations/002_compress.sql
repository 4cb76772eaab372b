ALTER TABLE letters ALTER COLUMN body SET COMPRESSION lz4;
ALTER TABLE letters ADD COLUMN read_at timestamptz;
