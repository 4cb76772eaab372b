CREATE OR REPLACE VIEW shared_documents AS SELECT id, owner FROM documents WHERE is_shared AND NOT is_archived;
