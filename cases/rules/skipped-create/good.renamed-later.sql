CREATE TABLE IF NOT EXISTS orders (id bigint PRIMARY KEY, created_at timestamptz);
CREATE TABLE IF NOT EXISTS lines (id bigint PRIMARY KEY, total numeric);
CREATE TABLE IF NOT EXISTS lines (id bigint PRIMARY KEY, total numeric);
ALTER TABLE lines RENAME COLUMN total TO amount;
