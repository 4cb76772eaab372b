INSERT INTO kinds VALUES ('in'), ('out');
INSERT INTO events (id, day, kind) VALUES (1, '2026-05-05', 'in'), (2, '2027-05-05', 'in'), (3, '2030-05-05', 'out');
