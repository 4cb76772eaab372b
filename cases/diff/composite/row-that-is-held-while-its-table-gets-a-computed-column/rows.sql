insert into t values (1, 'one');
insert into holds values (1, row(2, 'two, ")')), (2, null), (3, row(null, null));
