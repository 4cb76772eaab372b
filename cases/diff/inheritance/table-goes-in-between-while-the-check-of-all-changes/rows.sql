insert into car values (1, 'ABCD', 4); insert into truck values (2, 'EFGH', 3);
