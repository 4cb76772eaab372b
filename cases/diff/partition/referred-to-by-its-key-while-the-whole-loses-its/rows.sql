INSERT INTO visits VALUES (1, 'Ulm'), (2, 'Bonn');
INSERT INTO notes VALUES ('Ulm', 1);
