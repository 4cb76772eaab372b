select id, a, b from child;
