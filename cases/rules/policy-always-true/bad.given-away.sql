CREATE POLICY edit ON documents FOR UPDATE USING (owner = (SELECT current_user)) WITH CHECK (true);
