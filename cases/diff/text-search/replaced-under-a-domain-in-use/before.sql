CREATE TEXT SEARCH DICTIONARY words (TEMPLATE = simple);
CREATE TEXT SEARCH CONFIGURATION plain (PARSER = default);
ALTER TEXT SEARCH CONFIGURATION plain ADD MAPPING FOR word WITH words;
CREATE DOMAIN nothing AS tsvector DEFAULT to_tsvector('plain'::regconfig, 'x')
  CHECK (VALUE <> to_tsvector('plain'::regconfig, 'y'));
CREATE TABLE page (title nothing PRIMARY KEY, lines nothing[]);
