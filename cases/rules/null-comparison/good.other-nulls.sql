-- WHERE title = NULL
UPDATE books SET title = NULL, shelf = NULL WHERE title IS NOT DISTINCT FROM NULL OR title = 'a = NULL';
ALTER TABLE books ADD CONSTRAINT known CHECK (shelf IN ('a', 'b') AND shelf NOT IN ('c', NULL));
CREATE INDEX ON books (title) WHERE pages IN (1, NULL) IS NOT FALSE;
INSERT INTO books VALUES (1, NULL) ON CONFLICT (id) DO UPDATE SET title = NULL WHERE books.title = NULLIF('a', 'b');
CREATE FUNCTION reset(what text, other text DEFAULT NULL) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  found text := NULL;
BEGIN
  found = NULL;
  IF what IS NOT NULL THEN found = NULL; ELSIF other IS NULL THEN what = NULL; END IF;
  UPDATE books SET title = NULL WHERE title = what;
  RETURN found;
END $$;
