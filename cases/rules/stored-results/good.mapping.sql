ALTER TEXT SEARCH CONFIGURATION notes_cfg ALTER MAPPING FOR asciiword, word WITH simple;
CREATE INDEX notes_fts ON notes USING gin (to_tsvector('notes_cfg', body));
