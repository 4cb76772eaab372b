CREATE TABLE t (key int PRIMARY KEY, kept text);
CREATE FUNCTION put(k int, v text) RETURNS void LANGUAGE sql
BEGIN ATOMIC
  INSERT INTO t (key, kept) VALUES (k, v) ON CONFLICT (key) DO UPDATE SET kept = excluded.kept;
END;
CREATE FUNCTION put_twice(k int) RETURNS void LANGUAGE sql
BEGIN ATOMIC
  INSERT INTO t (key, kept) VALUES (k, 'x') ON CONFLICT (key) DO UPDATE SET kept = excluded.kept || 'x';
  SELECT put(k, 'y');
END;
