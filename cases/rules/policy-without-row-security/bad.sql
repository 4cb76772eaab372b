CREATE POLICY everybody_reads ON books FOR SELECT USING (true);
