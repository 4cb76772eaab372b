CREATE TABLE target (id integer PRIMARY KEY, amount integer);
CREATE TABLE zdelta (id integer, amount integer);
CREATE FUNCTION apply() RETURNS void LANGUAGE sql BEGIN ATOMIC
  MERGE INTO target t USING zdelta d ON t.id = d.id WHEN NOT MATCHED THEN INSERT (id, amount) VALUES (d.id, d.amount);
END;
