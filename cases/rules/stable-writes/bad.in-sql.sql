CREATE FUNCTION forget(day timestamptz) RETURNS void LANGUAGE sql IMMUTABLE
AS $$ DELETE FROM hits WHERE at < day $$;
