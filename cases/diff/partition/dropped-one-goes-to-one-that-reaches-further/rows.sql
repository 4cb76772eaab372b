insert into visits values ('2024-01-07', 'a', 'x'), ('2024-02-07', 'b', 'y');
