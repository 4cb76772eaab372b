CREATE FUNCTION own_teams() RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
  RETURN (SELECT m.team_id FROM public.memberships m WHERE m.user_id = current_setting('app.user'));
CREATE POLICY of_own_teams ON memberships FOR SELECT USING (team_id IN (SELECT own_teams()));
