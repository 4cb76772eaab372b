CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_created_at ON orders (id, created_at);
