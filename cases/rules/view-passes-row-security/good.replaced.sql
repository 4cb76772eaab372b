CREATE OR REPLACE VIEW shared_documents WITH (security_invoker = on) AS SELECT id, owner FROM documents WHERE is_shared AND NOT is_archived;
CREATE OR REPLACE VIEW owned AS SELECT id, owner FROM documents;
