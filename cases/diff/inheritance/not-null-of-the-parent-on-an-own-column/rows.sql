INSERT INTO child VALUES (1, 7, 'x');
INSERT INTO grandchild VALUES (2, 8, 'y');
