CREATE TABLE letters (id bigint PRIMARY KEY, sent_at timestamptz);
CREATE FUNCTION normalise() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE relation text := TG_TABLE_NAME;
BEGIN
  IF TG_TABLE_NAME = 'mails' THEN
    NEW.address := lower(NEW.address);
  END IF;
  IF relation = 'letters' THEN
    NEW.sent_at := now();
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER normalise BEFORE INSERT ON mails FOR EACH ROW EXECUTE FUNCTION normalise();
CREATE TRIGGER normalise BEFORE INSERT ON letters FOR EACH ROW EXECUTE FUNCTION normalise();
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF to_jsonb(NEW) ? 'sent_at' THEN
    NEW.sent_at := now();
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER stamp BEFORE INSERT ON mails FOR EACH ROW EXECUTE FUNCTION stamp();
