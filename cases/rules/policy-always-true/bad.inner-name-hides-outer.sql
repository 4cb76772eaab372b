CREATE TABLE readers (owner text NOT NULL, name text NOT NULL, PRIMARY KEY (owner, name));
CREATE POLICY shared ON documents FOR SELECT
USING (EXISTS (SELECT FROM readers r WHERE r.owner = owner AND r.name = (SELECT current_setting('app.user', true))));
