insert into t values (1, '[k,m)', '{[a,c)}');
