SELECT id, b, n, m::text FROM core.u, core.moods, core.moved ORDER BY id;
