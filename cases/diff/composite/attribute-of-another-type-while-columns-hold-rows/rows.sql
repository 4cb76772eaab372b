INSERT INTO held VALUES (1, ('pen', 2, NULL), ARRAY[('ink', 3, NULL)::item, ('cap', 4, NULL)::item], ('lid', 5, NULL));
