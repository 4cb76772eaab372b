CREATE POLICY reading ON documents FOR SELECT USING (true);
CREATE VIEW owners AS SELECT DISTINCT owner FROM documents;
GRANT SELECT ON owners TO reader;
