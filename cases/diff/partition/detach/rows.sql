insert into events values (1, '2024-05-05');
