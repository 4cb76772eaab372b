INSERT INTO visit VALUES (1, 'Bern', 2, 'b');
INSERT INTO tour VALUES (1, 'Chur', 2);
INSERT INTO walk VALUES (1, 'Davos', 2, 'w');
