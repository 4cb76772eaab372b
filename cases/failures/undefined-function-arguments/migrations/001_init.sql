CREATE FUNCTION discount(price numeric, percent int) RETURNS numeric
LANGUAGE sql AS $$ SELECT price * (100 - percent) / 100 $$;
