CREATE TABLE visits (day date, room text) PARTITION BY RANGE (day);
CREATE INDEX visits_room ON ONLY visits (room);
CREATE TABLE visits_2026 (day date, room text);
