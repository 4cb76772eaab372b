CREATE TABLE teams (id bigint PRIMARY KEY, owner_id text);
ALTER TABLE teams ENABLE ROW LEVEL SECURITY;
CREATE POLICY members ON teams USING (id IN (SELECT team_id FROM memberships));
CREATE POLICY owners ON memberships FOR SELECT USING (EXISTS (SELECT FROM teams t WHERE t.id = team_id AND t.owner_id = 'me'));
