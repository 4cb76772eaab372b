CREATE ROLE reader;
CREATE TABLE visits (id bigint, at date NOT NULL, visitor text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
ALTER TABLE visits ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON visits USING (visitor = (SELECT current_user::text));
