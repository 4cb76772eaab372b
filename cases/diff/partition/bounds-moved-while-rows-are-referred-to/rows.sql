INSERT INTO entries VALUES (1, '2022-05-01'), (2, '2023-05-01'), (3, '2024-05-01');
INSERT INTO corrections VALUES (1, 1, '2022-05-01'), (2, 2, '2023-05-01'), (3, 3, '2024-05-01');
