insert into sales values (1, 25, 10), (2, 25, 20);
