INSERT INTO customer VALUES (1, ROW('Main Street', 7, 12345));
