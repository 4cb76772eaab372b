COMMENT ON COLUMN books.title IS 'as printed';
