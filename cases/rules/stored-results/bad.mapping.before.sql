CREATE TEXT SEARCH CONFIGURATION notes_cfg (COPY = pg_catalog.english);
CREATE TABLE notes (id bigint PRIMARY KEY, body text);
CREATE INDEX notes_fts ON notes USING gin (to_tsvector('notes_cfg', body));
