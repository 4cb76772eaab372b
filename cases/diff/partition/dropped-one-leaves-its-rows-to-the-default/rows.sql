insert into visits values ('2023-01-01', 'a'), ('2024-05-05', 'a'), ('2024-06-06', 'b'), (null, null);
