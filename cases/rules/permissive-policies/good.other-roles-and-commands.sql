CREATE ROLE reader;
CREATE ROLE writer;
CREATE POLICY shared ON documents FOR SELECT TO reader USING (is_shared);
CREATE POLICY own ON documents FOR SELECT TO writer USING (owner = (SELECT current_setting('app.user', true)));
CREATE POLICY add ON documents FOR INSERT TO writer WITH CHECK (owner = (SELECT current_setting('app.user', true)));
