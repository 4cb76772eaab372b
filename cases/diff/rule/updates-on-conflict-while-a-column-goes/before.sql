CREATE TABLE totals (key integer PRIMARY KEY, amount integer);
CREATE TABLE sales (key integer, amount integer);
CREATE RULE sum_up AS ON INSERT TO sales DO ALSO
  INSERT INTO totals VALUES (new.key, new.amount) ON CONFLICT (key) DO UPDATE SET amount = totals.amount + excluded.amount;
