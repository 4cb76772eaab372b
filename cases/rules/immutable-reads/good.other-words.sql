CREATE SCHEMA app;
CREATE FUNCTION app.now() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION spoken(now text) RETURNS text LANGUAGE plpgsql IMMUTABLE
AS $$ BEGIN
  -- not now()
  RETURN now || ' is not now()' || app.now();
END $$;
