CREATE POLICY own_or_shared ON documents USING (is_shared OR owner = (SELECT current_setting('app.user', true)));
CREATE POLICY live ON documents AS RESTRICTIVE FOR SELECT USING (NOT is_archived);
