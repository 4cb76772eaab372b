SET session_replication_role = replica;
RESET session_replication_role;
SET session_replication_role TO DEFAULT;
INSERT INTO books (id, title) VALUES (1, 'replica');
