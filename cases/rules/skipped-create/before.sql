CREATE TABLE orders (id bigint PRIMARY KEY, created_at timestamptz);
CREATE TABLE refunds (id bigint PRIMARY KEY, created_at timestamptz);
CREATE INDEX idx_created_at ON orders (created_at);
