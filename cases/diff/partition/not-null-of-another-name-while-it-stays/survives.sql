SELECT id, day, kind, tableoid::regclass FROM events ORDER BY id;
