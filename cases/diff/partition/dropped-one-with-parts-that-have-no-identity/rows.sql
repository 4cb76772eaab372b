insert into visits (day) values (1), (9), (3);
