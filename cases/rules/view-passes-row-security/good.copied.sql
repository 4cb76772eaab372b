SELECT id, owner INTO TABLE report FROM documents;
CREATE TABLE shown AS SELECT id FROM documents;
ALTER TABLE shown ENABLE ROW LEVEL SECURITY;
CREATE POLICY nobody ON shown USING (false);
GRANT SELECT ON shown TO reader;
