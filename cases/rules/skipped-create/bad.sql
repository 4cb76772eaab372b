CREATE TABLE IF NOT EXISTS orders (id bigint PRIMARY KEY, created_at timestamptz, total numeric, "placedBy" text);
