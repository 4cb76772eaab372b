CREATE TABLE notes (id bigint PRIMARY KEY, tenant text NOT NULL);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON notes AS RESTRICTIVE USING (tenant = (SELECT current_setting('app.tenant')));
