CREATE VIEW shared_documents AS SELECT id, owner FROM documents WHERE is_shared;
GRANT SELECT (id) ON shared_documents TO reader;
