CREATE FUNCTION tidy() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  FOR i IN 1..3 LOOP
    BEGIN
      DELETE FROM dogs WHERE owner_id = i;
    EXCEPTION
      WHEN lock_not_available THEN
        RAISE NOTICE 'later';
      WHEN OTHERS THEN
        CONTINUE;
    END;
  END LOOP;
END $$;
SELECT tidy();
