CREATE TABLE target (id integer PRIMARY KEY, amount integer, extra integer);
CREATE TABLE zdelta (id integer, amount integer);
CREATE FUNCTION apply() RETURNS void LANGUAGE sql BEGIN ATOMIC
  MERGE INTO target t USING zdelta d ON t.id = d.id WHEN NOT MATCHED THEN INSERT (id, amount, extra) VALUES (d.id, d.amount, 1);
END;
