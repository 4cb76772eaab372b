CREATE POLICY permitted ON documents USING (true);
CREATE POLICY own ON documents AS RESTRICTIVE USING (owner = (SELECT current_setting('app.user', true)));
