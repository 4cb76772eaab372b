CREATE FUNCTION is_open(closes timestamptz) RETURNS boolean LANGUAGE sql IMMUTABLE
AS $$ SELECT closes > now() $$;
