CREATE FUNCTION is_it(one uuid, other text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN one = other; END $$;
