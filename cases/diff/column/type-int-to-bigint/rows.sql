insert into orders values (1, 100), (2, 2147483647);
