DROP FUNCTION tax(numeric);
CREATE FUNCTION tax(n numeric, country text) RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
  SELECT n * CASE country WHEN 'CH' THEN 0.081 ELSE 0.19 END
$$;
