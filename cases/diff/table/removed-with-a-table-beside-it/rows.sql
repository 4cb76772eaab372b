insert into customers values (1, 'Ann'), (2, 'Bo');
insert into logs values (1, 'gone afterwards');
