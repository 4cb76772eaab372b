insert into goods values (1, 1);
insert into orders values (1, 1, 1);
