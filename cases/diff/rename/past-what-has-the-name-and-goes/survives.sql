SELECT id, n, p::text FROM users, others ORDER BY id;
