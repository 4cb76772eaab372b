insert into visits select generate_series(1, 30);
