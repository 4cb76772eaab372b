INSERT INTO event VALUES (1, '2026-01-01', 'Bern', 3);
INSERT INTO visit VALUES (2, '2026-01-02', 'Chur', 4, 'b');
INSERT INTO tour VALUES (3, '2026-01-03', 'Davos', 5, 'c', 'Anna');
INSERT INTO stay VALUES ('Chur');
