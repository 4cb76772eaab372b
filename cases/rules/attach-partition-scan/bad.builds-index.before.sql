CREATE TABLE pings (host text, at date NOT NULL) PARTITION BY RANGE (at);
CREATE INDEX pings_host ON pings (host);
CREATE TABLE pings_2023 (host text, at date NOT NULL, CHECK (at >= '2023-01-01' AND at < '2024-01-01'));
