insert into t (id) values (1);
insert into t values (2, '8');
