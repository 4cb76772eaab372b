INSERT INTO history VALUES (1, '(1,2,new,"a,b")', '{"(3,4,sent,)"}'), (2, '(,,,)', NULL);
