insert into t values (1, '{a,b}');
insert into u values (1, '{3,4}');
