CREATE POLICY anything ON documents FOR DELETE USING (1 = 1);
