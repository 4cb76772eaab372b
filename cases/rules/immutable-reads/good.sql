CREATE FUNCTION is_open(closes timestamptz) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT closes > now() $$;
