CREATE TABLE editors (name text PRIMARY KEY);
CREATE POLICY edit ON documents FOR UPDATE USING (EXISTS (SELECT FROM editors WHERE editors.name = current_user)) WITH CHECK (true);
CREATE TABLE readers (owner text PRIMARY KEY, name text NOT NULL);
CREATE POLICY shared ON documents FOR SELECT
USING (EXISTS (SELECT FROM readers r WHERE r.owner = documents.owner AND r.name = (SELECT current_setting('app.user', true))));
