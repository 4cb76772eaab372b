DO $$ BEGIN
  CREATE TABLE audit (id int);
  ALTER TABLE orders ADD COLUMN paid_at date;
  ALTER DATABASE shop_production SET log_statement TO 'ddl';
END $$;
ALTER TABLE audit ADD COLUMN at date;
CREATE INDEX ON orders (paid_at);
CREATE INDEX ON orders (ordered_at);
