insert into t values (1, 5, 1), (1, 6, 2), (2, 7, 1);
