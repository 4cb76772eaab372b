CREATE POLICY reading ON documents FOR SELECT USING (true);
CREATE POLICY own ON documents FOR UPDATE USING (owner = (SELECT current_setting('app.user', true)));
