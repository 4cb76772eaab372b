CREATE TABLE entries (day date, body text CONSTRAINT short CHECK (length(body) < 200)) PARTITION BY RANGE (day);
CREATE TABLE entries_2025 (day date, body text CONSTRAINT short CHECK (length(body) < 100));
CREATE TABLE entries_2026 PARTITION OF entries FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
