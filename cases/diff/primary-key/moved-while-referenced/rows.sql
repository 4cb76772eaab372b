insert into users values (1, 'a@b');
insert into posts values (5, 1);
