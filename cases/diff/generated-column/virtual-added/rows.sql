insert into t values (100, 0.2);
