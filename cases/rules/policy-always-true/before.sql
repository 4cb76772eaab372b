CREATE TABLE documents (id bigint PRIMARY KEY, owner text NOT NULL, is_shared boolean NOT NULL, is_archived boolean NOT NULL);
ALTER TABLE documents ENABLE ROW LEVEL SECURITY;
