INSERT INTO old.events VALUES (1, 'b', 'one'), (5, 'c', 'rest');
