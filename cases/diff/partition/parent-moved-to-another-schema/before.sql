CREATE SCHEMA old;
CREATE TABLE old.events (at integer, kind text, note text, PRIMARY KEY (at, kind)) PARTITION BY RANGE (at, kind);
CREATE INDEX events_note ON old.events (note);
CREATE TABLE events_rest PARTITION OF old.events (kind DEFAULT 'x', CONSTRAINT known CHECK (kind <> '')) DEFAULT;
CREATE TABLE events_one PARTITION OF old.events FOR VALUES FROM (1, 'a') TO (1, 'z');
