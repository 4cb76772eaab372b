insert into visits (day, page) select i, 'page ' || i % 2 from generate_series(0, 29, 3) i;
insert into likes select id, day from visits where day < 20;
refresh materialized view pages;
