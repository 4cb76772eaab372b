CREATE TABLE notes (id bigint PRIMARY KEY, visitor text);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE TABLE old_notes (PRIMARY KEY (id)) INHERITS (notes);
GRANT DELETE ON old_notes TO reader;
