insert into users values (1), (2);
insert into posts values (10, 1), (11, 2);
