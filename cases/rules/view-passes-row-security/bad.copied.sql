CREATE TABLE report AS SELECT id, owner FROM documents;
GRANT SELECT ON report TO reader;
