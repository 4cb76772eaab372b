CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_created_at ON refunds (created_at);
