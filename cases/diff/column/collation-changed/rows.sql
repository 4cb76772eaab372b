insert into t values (1, 'b'), (2, 'a');
