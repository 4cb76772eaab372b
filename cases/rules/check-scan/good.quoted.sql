CREATE TABLE "Order" (id bigint, pages bigint);
DO $$
BEGIN
  EXECUTE format('ALTER TABLE %I ADD CHECK (pages > 0)', 'Or' || 'der');
END $$;
