INSERT INTO users (email) SELECT 'old ' || n FROM generate_series(1, 5) n;
INSERT INTO users_new (email) SELECT 'new ' || n FROM generate_series(1, 90) n;
INSERT INTO a (n) SELECT generate_series(1, 1000);
INSERT INTO b (n) SELECT generate_series(1, 10);
