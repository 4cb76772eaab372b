SELECT tableoid::regclass, id, place, n FROM event ORDER BY id;
