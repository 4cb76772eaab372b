SET session_replication_role = replica;
INSERT INTO books (id, title, author_id) VALUES (1, 'One', 42);
SET session_replication_role = DEFAULT;
