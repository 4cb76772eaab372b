CREATE UNIQUE INDEX IF NOT EXISTS idx_created_at ON orders (created_at);
