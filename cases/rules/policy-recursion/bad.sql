CREATE POLICY of_own_teams ON memberships FOR SELECT
  USING (team_id IN (SELECT m.team_id FROM memberships m WHERE m.user_id = (SELECT current_setting('app.user'))));
