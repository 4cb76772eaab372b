CREATE TABLE events (at timestamptz NOT NULL, what text) PARTITION BY RANGE (at);
CREATE TABLE events_2025 (at timestamptz NOT NULL, what text);
CREATE TABLE events_2026 (
  at timestamptz NOT NULL CHECK (at >= '2026-01-01' AND at < '2027-01-01'),
  what text
);
CREATE TABLE visits (at timestamptz NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE visits_rest PARTITION OF visits DEFAULT;
