CREATE SCHEMA new;
CREATE TABLE new.events (at integer, kind text, note text, PRIMARY KEY (at, kind)) PARTITION BY RANGE (at, kind);
CREATE INDEX events_note ON new.events (note);
CREATE TABLE events_rest PARTITION OF new.events (kind DEFAULT 'x', CONSTRAINT known CHECK (kind <> '')) DEFAULT;
CREATE TABLE events_one PARTITION OF new.events FOR VALUES FROM (1, 'a') TO (1, 'z');
