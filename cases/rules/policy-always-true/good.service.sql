CREATE ROLE service;
CREATE POLICY service ON documents TO service USING (true) WITH CHECK (true);
