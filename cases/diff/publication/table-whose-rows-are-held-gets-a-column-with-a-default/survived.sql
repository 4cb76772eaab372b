SELECT a, c, (SELECT (r).a FROM h) FROM t;
