do $$ begin create role case_caller; exception when duplicate_object or unique_violation then null; end $$;
CREATE PROCEDURE less(OUT a int, IN b int, IN c int) LANGUAGE sql AS $$ SELECT b - c $$;
COMMENT ON PROCEDURE less(OUT int, int, int) IS 'writes the first of three';
CREATE DOMAIN "a, b" AS text;
