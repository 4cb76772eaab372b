CREATE TABLE log (id bigint NOT NULL, day date NOT NULL, line text);
CREATE TABLE log_2026 (CHECK (day >= '2026-01-01' AND day < '2027-01-01')) INHERITS (log);
CREATE INDEX log_2026_day ON log_2026 (day);
