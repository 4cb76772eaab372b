INSERT INTO held VALUES (1, (1, 2, 'c', 'sad')), (2, (3, 4, 'x', 'happy')), (3, NULL), (4, (5, NULL, NULL, NULL));
