CREATE ROLE writer;
CREATE POLICY shared ON documents FOR SELECT USING (is_shared);
CREATE POLICY own ON documents TO writer USING (owner = (SELECT current_setting('app.user', true)));
