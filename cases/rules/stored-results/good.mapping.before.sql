CREATE TEXT SEARCH CONFIGURATION notes_cfg (COPY = pg_catalog.english);
CREATE TABLE notes (id bigint PRIMARY KEY, body text);
