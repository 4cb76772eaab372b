CREATE ROLE writers;
CREATE POLICY edit ON documents FOR UPDATE TO writers USING (owner = (SELECT current_user)) WITH CHECK (true);
