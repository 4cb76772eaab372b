CREATE ROLE auditor;
CREATE ROLE library;
ALTER TABLE books OWNER TO library;
ALTER TABLE books ENABLE ROW LEVEL SECURITY;
CREATE POLICY audits ON books FOR SELECT TO auditor USING (true);
GRANT auditor TO library;
