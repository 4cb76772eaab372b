insert into item values (1, 'new'); insert into task values (2, 'done'); insert into note values (3, null); insert into part_1 values (1, 'done'); insert into part values (2, 'new');
