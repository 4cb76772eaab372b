insert into t values (1);
insert into has_it values (2, 20), (3, null);
insert into joins values (4);
insert into stays values (5);
insert into holds values (row(6));
