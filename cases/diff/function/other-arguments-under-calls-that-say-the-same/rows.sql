insert into t (id, e, es) values (1, 2, '{4,6}');
