CREATE FUNCTION last_hit(of text) RETURNS timestamptz LANGUAGE plpgsql STABLE
AS $$
DECLARE
  found timestamptz;
BEGIN
  -- Where nobody may UPDATE; INSERT INTO hits is for others.
  SELECT max(at) INTO found FROM hits WHERE page = of AND page <> '; DELETE FROM hits';
  RETURN found;
END $$;
CREATE FUNCTION altered() RETURNS void LANGUAGE plpgsql STABLE AS $$ BEGIN DELETE FROM hits; END $$;
ALTER FUNCTION altered() VOLATILE;
