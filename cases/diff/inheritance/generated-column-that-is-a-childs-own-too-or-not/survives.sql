SELECT tableoid::regclass, n, twice FROM event ORDER BY n;
