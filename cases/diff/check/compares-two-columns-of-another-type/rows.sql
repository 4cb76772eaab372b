insert into node values (2, 1, 1);
