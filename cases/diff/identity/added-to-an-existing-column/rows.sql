insert into t values (1, 'x'), (2, 'y');
