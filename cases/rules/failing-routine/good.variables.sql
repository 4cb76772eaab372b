CREATE TYPE mood AS ENUM ('calm');
CREATE FUNCTION kinds("order" int, address text, VARIADIC numeric[]) RETURNS TABLE (id bigint, size int) LANGUAGE plpgsql AS $$
#variable_conflict use_column
<<main>>
DECLARE
  one record;
  row mails%ROWTYPE;
  feeling mood := 'calm';
  ids bigint[] := '{}';
  total numeric := 0;
  every CURSOR (least bigint) FOR SELECT m.id FROM mails m WHERE m.id > least;
  al ALIAS FOR $1;
BEGIN
  FOR one IN SELECT m.id AS number, m.address FROM mails m WHERE m.address = kinds.address AND "order" > al LOOP
    total := total + one.number + coalesce($3[1], 0);
    ids[array_length(ids, 1) + 1] := one.number;
    row.address := main.row.address;
    RAISE NOTICE 'at %', one.number USING HINT = feeling::text;
  END LOOP;
  FOR i IN 1 .. 3 LOOP
    main.total := total + i;
  END LOOP;
  OPEN every(least := 3);
  FETCH every INTO one;
  CLOSE every;
  SELECT m.id, m.address INTO STRICT row.id, row.address FROM mails m WHERE m.id = ANY (ids);
  CASE "order" WHEN 1, 2 THEN NULL; ELSE NULL; END CASE;
  IF FOUND THEN
    RETURN QUERY SELECT m.id, length(m.address) FROM mails m WHERE m.id <> row.id;
  END IF;
  EXECUTE 'SELECT gone FROM nowhere' INTO one;
  id := 1;
  RETURN NEXT;
END $$;
