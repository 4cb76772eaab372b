insert into logins select 'a' || i, date '2024-05-20' + i from generate_series(1, 20) i;
