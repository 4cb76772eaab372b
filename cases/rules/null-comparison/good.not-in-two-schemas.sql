SET search_path = live;
DELETE FROM visits WHERE kind NOT IN (SELECT code FROM kinds);
