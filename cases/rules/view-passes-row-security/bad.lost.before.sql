CREATE VIEW shared_documents WITH (security_invoker) AS SELECT id, owner FROM documents WHERE is_shared;
