CREATE POLICY everybody ON documents FOR SELECT USING (true);
CREATE POLICY own ON documents USING (owner = (SELECT current_setting('app.user', true)));
