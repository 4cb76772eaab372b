GRANT SELECT (id, password_hash) ON accounts TO web_anon;
ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
CREATE POLICY reading ON accounts FOR SELECT USING (true);
