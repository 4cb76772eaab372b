insert into logins select i, date '2024-05-20' + i from generate_series(1, 40) i;
