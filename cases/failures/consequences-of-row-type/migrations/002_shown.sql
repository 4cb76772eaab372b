CREATE FUNCTION shown(one users) RETURNS text
  LANGUAGE sql STABLE AS $$ SELECT one.name || '!' $$;
