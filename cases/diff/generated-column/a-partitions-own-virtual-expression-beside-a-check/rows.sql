INSERT INTO readings VALUES (1, 10), (11, 20);
