CREATE POLICY app_rows ON app.users USING (false);
