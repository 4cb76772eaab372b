insert into categories values (1, null), (2, 1);
insert into labels values (7);
insert into articles values (1, 7, 2);
