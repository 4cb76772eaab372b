ALTER TABLE products ALTER COLUMN attributes TYPE jsonb USING attributes::jsonb;
CREATE INDEX products_attributes ON products USING gin (attributes jsonb_path_ops);
