CREATE TABLE kinds (kind text PRIMARY KEY);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';

CREATE TABLE events (
  id bigint NOT NULL,
  day date NOT NULL,
  kind text NOT NULL REFERENCES kinds,
  note text,
  PRIMARY KEY (day, kind, id)
) PARTITION BY RANGE (day);
CREATE INDEX events_kind ON events (kind);
CREATE TRIGGER touched BEFORE UPDATE ON events FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TABLE events_2026 (
  id bigint NOT NULL,
  day date NOT NULL,
  kind text CONSTRAINT kind_is_known NOT NULL,
  note text
);
ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE events_2027 (
  id bigint NOT NULL,
  day date CONSTRAINT day_is_known NOT NULL,
  kind text NOT NULL,
  note text
) PARTITION BY LIST (kind);
CREATE TABLE events_2027_in PARTITION OF events_2027 FOR VALUES IN ('in');
ALTER TABLE events ATTACH PARTITION events_2027 FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
CREATE TABLE events_rest PARTITION OF events DEFAULT;
ALTER TABLE events_2026 DISABLE TRIGGER touched;
