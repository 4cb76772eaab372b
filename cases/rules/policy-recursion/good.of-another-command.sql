CREATE TABLE teams (id bigint PRIMARY KEY, owner_id text);
ALTER TABLE teams ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON memberships FOR SELECT USING (user_id = (SELECT current_setting('app.user')));
CREATE POLICY by_admins ON memberships FOR INSERT
  WITH CHECK (EXISTS (SELECT FROM memberships m WHERE m.team_id = memberships.team_id AND m.is_admin));
CREATE POLICY members ON teams USING (id IN (SELECT team_id FROM memberships));
CREATE TABLE rings (id bigint PRIMARY KEY);
CREATE POLICY idle ON rings USING (id IN (SELECT id FROM rings));
