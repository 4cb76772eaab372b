insert into t values (1, 'high'), (2, 'low');
