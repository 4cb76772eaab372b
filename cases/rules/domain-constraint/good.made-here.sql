CREATE DOMAIN price AS numeric;
ALTER DOMAIN price ADD CONSTRAINT price_positive CHECK (VALUE > 0);
