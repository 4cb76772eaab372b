CREATE FUNCTION add_user(mail text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO users (id, mail) VALUES (1, mail);
END $$;
