insert into trucks values (1, 'a', 'b', 2);
