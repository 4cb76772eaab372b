insert into child values (1, 'x', 'y');
