insert into t values ('x');
insert into holder (id) values (1);
