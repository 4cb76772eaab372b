SELECT id, n, p FROM people, others ORDER BY id;
