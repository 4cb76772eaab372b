CREATE POLICY anything ON documents USING (true) WITH CHECK (true);
