INSERT INTO hammers (id, note, head) VALUES (1, 'claw', 'steel');
INSERT INTO books (id) VALUES (2);
