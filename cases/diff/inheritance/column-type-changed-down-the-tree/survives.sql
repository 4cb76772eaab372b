select id::text, a, b from child;
