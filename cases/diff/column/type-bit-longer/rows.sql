insert into flags values (1, '1010', '01'), (2, '0001', null);
