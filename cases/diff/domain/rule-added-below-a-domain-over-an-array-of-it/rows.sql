insert into t values (1, '{3,4}'), (2, null);
