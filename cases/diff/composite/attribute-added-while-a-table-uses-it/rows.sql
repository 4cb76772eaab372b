insert into people values (1, row('Main', 'Ulm'));
