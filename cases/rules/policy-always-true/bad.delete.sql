CREATE POLICY anything ON documents FOR DELETE USING (true);
