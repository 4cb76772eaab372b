insert into people values (1, 'Ann@Example.org'), (2, null);
