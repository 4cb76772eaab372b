SELECT tableoid::regclass, id, at, place, n FROM event ORDER BY id;
