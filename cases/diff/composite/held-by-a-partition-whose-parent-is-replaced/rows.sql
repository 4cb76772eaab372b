insert into part values ('a', row(1, 'x'))
