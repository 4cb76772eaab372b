insert into sales select i, i, (array['east', 'west', 'north'])[i % 3 + 1], i * 1.5 from generate_series(1, 19) i;
insert into sales values (20, 20, 'east', 1);
