SELECT a, 5, (SELECT (r).a FROM h) FROM t;
