insert into t values (1, 12.34), (2, null);
