CREATE FUNCTION tidy(which text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
  EXECUTE format('DROP TABLE %I CASCADE', which);
END $$;
