-- The types alone, (integer, integer, integer), stand for both: the one that reads them all, and the one that writes its first.
do $$ begin create role case_caller; exception when duplicate_object or unique_violation then null; end $$;
CREATE PROCEDURE less(OUT a int, IN b int, IN c int) LANGUAGE sql AS $$ SELECT b - c $$;
CREATE PROCEDURE less(IN a int, IN b int, IN c int) LANGUAGE sql AS $$ SELECT a + b - c $$;
COMMENT ON PROCEDURE less(IN int, IN int, IN int) IS 'reads all';
COMMENT ON PROCEDURE less(OUT int, int, int) IS 'writes the first';
GRANT EXECUTE ON PROCEDURE less(IN int, IN int, IN int) TO case_caller;
CREATE DOMAIN "a, b" AS text;
CREATE PROCEDURE "take, (it"("a, b", integer[]) LANGUAGE sql AS '';
