CREATE TABLE editors (name text PRIMARY KEY);
CREATE POLICY edit ON documents FOR UPDATE USING (EXISTS (SELECT FROM editors WHERE editors.name = current_user)) WITH CHECK (true);
