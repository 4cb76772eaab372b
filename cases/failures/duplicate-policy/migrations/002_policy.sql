CREATE POLICY own_rows ON users USING (true);
