INSERT INTO visit (what, badge) VALUES ('came', 'b'), ('left', 'c');
INSERT INTO joy VALUES ('2026-01-01', 'happy');
