CREATE POLICY own ON documents USING (owner = (SELECT current_setting('app.user', true)));
CREATE POLICY shared ON documents FOR SELECT USING (is_shared);
