CREATE TABLE boxes (name text PRIMARY KEY, size int, i int, least int);
CREATE FUNCTION put_box(name text, part int DEFAULT 1) RETURNS TABLE (size int, address text) LANGUAGE plpgsql AS $$
DECLARE
  every CURSOR (least bigint) FOR SELECT m.id FROM mails m WHERE m.id > least;
BEGIN
  INSERT INTO boxes (name, size) VALUES (put_box.name, part);
  UPDATE boxes b SET size = b.size + part WHERE b.name = put_box.name AND least > 3;
  DECLARE
    updated_at timestamptz := now();
  BEGIN
    UPDATE mails m SET updated_at = put_box.part * interval '1 day' + now() WHERE m.id = 1;
  END;
  SELECT count(*) INTO size FROM mails WHERE updated_at > now();
  FOR i IN 1 .. 3 LOOP
    size := size + i;
  END LOOP;
  PERFORM FROM boxes WHERE i = 3;
  RETURN QUERY SELECT b.size, m.address FROM boxes b JOIN mails m ON m.id = b.size GROUP BY b.size, m.address ORDER BY size, address;
END $$;
CREATE FUNCTION own_box(name text) RETURNS int LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
  RETURN (SELECT b.size FROM boxes b WHERE name = $1);
END $$;
CREATE FUNCTION sql_box(name text) RETURNS SETOF int LANGUAGE sql STABLE AS $$ SELECT size FROM boxes WHERE name = name $$;
