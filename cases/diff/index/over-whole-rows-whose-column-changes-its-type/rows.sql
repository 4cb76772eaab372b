insert into t values (1, 2, 'x'), (3, 4, 'y'); insert into u values (1, 2), (3, 4);
