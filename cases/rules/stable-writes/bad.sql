CREATE FUNCTION hit(page text) RETURNS void LANGUAGE plpgsql STABLE
AS $$ BEGIN INSERT INTO hits VALUES (now(), page); END $$;
