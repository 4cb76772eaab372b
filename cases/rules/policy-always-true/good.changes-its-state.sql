CREATE POLICY archive ON documents FOR UPDATE USING (NOT is_archived) WITH CHECK (true);
