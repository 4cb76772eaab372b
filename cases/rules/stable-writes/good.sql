CREATE FUNCTION hit(page text) RETURNS void LANGUAGE plpgsql
AS $$ BEGIN INSERT INTO hits VALUES (now(), page); END $$;
