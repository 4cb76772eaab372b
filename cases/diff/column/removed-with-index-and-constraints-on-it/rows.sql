insert into users values (1, 'Ann', 'a1', 30);
insert into orders values (7, 'a1');
