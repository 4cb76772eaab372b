insert into t values (1, 5, '{1,2}'), (2, null, null);
