CREATE FUNCTION ranks() RETURNS SETOF bigint LANGUAGE plpgsql AS $$
BEGIN
  DROP TABLE IF EXISTS pg_temp.ranked;
  CREATE TEMP TABLE ranked ON COMMIT DROP AS SELECT id, rank() OVER (ORDER BY id) AS r FROM mails;
  DELETE FROM ranked WHERE r > 10;
  RETURN QUERY SELECT id FROM ranked ORDER BY r;
END $$;
CREATE FUNCTION of_ranks() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM ranked); END $$;
CREATE FUNCTION of_another_program() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM staging); END $$;
