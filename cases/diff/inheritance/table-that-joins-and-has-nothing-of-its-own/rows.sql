INSERT INTO visit VALUES (1, 'Bern', 'b');
