CREATE TABLE mails (id bigint PRIMARY KEY, address text NOT NULL, updated_at timestamptz);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.updated_at := now();
  RETURN NEW;
END $$;
CREATE TRIGGER touch BEFORE INSERT OR UPDATE ON mails FOR EACH ROW EXECUTE FUNCTION touch();
