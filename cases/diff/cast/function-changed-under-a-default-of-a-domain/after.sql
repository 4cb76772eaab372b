CREATE TYPE size AS ENUM ('s', 'm');
CREATE FUNCTION smallest(int) RETURNS size LANGUAGE sql IMMUTABLE AS $$SELECT 's'::size$$;
CREATE CAST (int AS size) WITH FUNCTION smallest(int);
CREATE DOMAIN fit AS size DEFAULT 1::size;
CREATE FUNCTION usual() RETURNS size LANGUAGE sql RETURN 2::size;
