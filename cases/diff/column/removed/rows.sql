insert into users values (1, 'Ann', 'x'), (2, 'Bo', 'y');
