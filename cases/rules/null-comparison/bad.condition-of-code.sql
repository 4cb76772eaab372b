CREATE FUNCTION keep_title() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF new.title = NULL THEN new.title = old.title; END IF;
  RETURN new;
END $$;
