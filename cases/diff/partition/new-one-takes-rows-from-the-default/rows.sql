insert into reads (at, region) values ('2023-05-05', 'north'), ('2024-05-05', 'north'), ('2024-06-06', 'south'), ('2030-01-01', 'north');
