INSERT INTO orders VALUES ('eu', 1, 5);
INSERT INTO lines VALUES ('eu', 1);
