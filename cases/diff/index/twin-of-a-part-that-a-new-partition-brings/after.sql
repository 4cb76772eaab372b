CREATE TABLE visits (day date, room text) PARTITION BY RANGE (day);
CREATE INDEX visits_room ON ONLY visits (room);
CREATE TABLE visits_2026 (day date, room text);
CREATE INDEX visits_2026_b ON visits_2026 (room);
ALTER TABLE visits ATTACH PARTITION visits_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE INDEX visits_2026_a ON visits_2026 (room);
