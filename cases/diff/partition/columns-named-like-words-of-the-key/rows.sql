insert into t values ('2026-02-03', 1, 2, 3, 4), ('2026-04-05', null, null, null, null);
