insert into v values (5, 1, 'in w1'), (3, 2, 'in w2'), (7, 2, 'in w2'), (12, 4, 'in v2'), (22, 3, 'in v31');
