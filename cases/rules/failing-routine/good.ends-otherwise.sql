CREATE FUNCTION deny() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'mails stay as they are';
END $$;
CREATE FUNCTION refuse(why text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', why;
END $$;
CREATE FUNCTION deny_deletes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM refuse('mails are kept');
END $$;
CREATE FUNCTION counted(OUT n bigint) LANGUAGE plpgsql AS $$
BEGIN
  SELECT count(*) INTO n FROM mails;
END $$;
CREATE FUNCTION addresses() RETURNS TABLE (address text) LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY SELECT m.address FROM mails m;
END $$;
CREATE FUNCTION told() RETURNS event_trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE NOTICE 'changed';
END $$;
CREATE TRIGGER deny BEFORE UPDATE ON mails FOR EACH ROW EXECUTE FUNCTION deny();
CREATE TRIGGER deny_deletes BEFORE DELETE ON mails FOR EACH ROW EXECUTE FUNCTION deny_deletes();
