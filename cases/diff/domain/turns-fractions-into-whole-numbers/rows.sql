insert into t values (1, 1.00, default, 2.00), (2, 30.00, default, 1.00); insert into plain values (1, 4.00);
