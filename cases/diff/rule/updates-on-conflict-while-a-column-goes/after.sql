CREATE TABLE totals (key integer PRIMARY KEY, total integer);
CREATE TABLE sales (key integer, amount integer);
CREATE RULE sum_up AS ON INSERT TO sales DO ALSO
  INSERT INTO totals VALUES (new.key, new.amount) ON CONFLICT (key) DO UPDATE SET total = totals.total + excluded.total;
