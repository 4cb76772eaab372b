insert into items values (1, 'one', 'x');
insert into others values (7);
