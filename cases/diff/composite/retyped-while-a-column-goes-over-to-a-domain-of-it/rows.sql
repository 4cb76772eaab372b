INSERT INTO places VALUES (1, ROW('a', 1), ARRAY[ROW('b', 2), ROW('c', 3)]::setting[]), (2, NULL, NULL);
