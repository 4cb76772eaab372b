insert into visits (day, page) select i, 'page ' || i from generate_series(0, 29, 3) i;
