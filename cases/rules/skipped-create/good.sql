CREATE TABLE IF NOT EXISTS orders (id bigint PRIMARY KEY, created_at timestamptz, total numeric, "placedBy" text);
ALTER TABLE orders ADD COLUMN IF NOT EXISTS total numeric, ADD COLUMN IF NOT EXISTS "placedBy" text;
CREATE INDEX IF NOT EXISTS idx_created_at ON orders (created_at);
