insert into badge (id) values (7);
insert into visit select 1, b, array[b, b] from badge b;
