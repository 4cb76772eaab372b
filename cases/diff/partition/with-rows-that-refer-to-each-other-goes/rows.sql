insert into nodes values (1, null), (2, 1), (11, 2);
insert into kept values (1);
