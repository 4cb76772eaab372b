-- Rollback
-- needs nothing: the comment goes with its column
COMMENT ON COLUMN users.email IS 'where to write to';
