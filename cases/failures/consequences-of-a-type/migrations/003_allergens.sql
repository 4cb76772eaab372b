ALTER TABLE products ADD COLUMN has_nuts boolean GENERATED ALWAYS AS (attributes -> 'allergens' ? 'nuts') STORED;
CREATE INDEX parts_attributes ON parts USING gin (attributes jsonb_path_ops);
