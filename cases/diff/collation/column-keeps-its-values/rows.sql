insert into t values (1, 'b', 'x', 'y'), (2, 'c', 'z', null); insert into u values ('x');
