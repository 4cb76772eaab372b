CREATE VIEW shared_documents WITH (security_invoker = true) AS SELECT id, owner FROM documents WHERE is_shared;
GRANT SELECT ON shared_documents TO reader;
