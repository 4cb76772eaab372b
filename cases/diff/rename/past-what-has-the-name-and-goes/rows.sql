INSERT INTO users VALUES (1, 2); INSERT INTO others VALUES ('two');
