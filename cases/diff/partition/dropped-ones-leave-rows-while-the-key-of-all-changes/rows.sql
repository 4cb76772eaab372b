insert into pages values (7);
insert into visits values (1, 1, 7), (2, 2, 7), (3, 3, null), (4, 4, 7);
