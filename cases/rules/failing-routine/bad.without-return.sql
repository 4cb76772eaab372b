CREATE FUNCTION lower_address() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.address = '' THEN
    RAISE EXCEPTION 'no address';
  END IF;
  NEW.address := lower(NEW.address);
END $$;
CREATE TRIGGER lower_address BEFORE INSERT ON mails FOR EACH ROW EXECUTE FUNCTION lower_address();
