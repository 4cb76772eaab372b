INSERT INTO leaf VALUES (1, 'a', 2);
