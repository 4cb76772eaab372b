SELECT id, town FROM visits ORDER BY id;
