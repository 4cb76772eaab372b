CREATE VIEW own_documents AS SELECT id FROM documents WHERE owner = (SELECT current_setting('app.user', true));
GRANT SELECT ON own_documents TO reader;
