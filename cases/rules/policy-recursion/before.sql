CREATE TABLE memberships (team_id bigint, user_id text, is_admin boolean NOT NULL, PRIMARY KEY (team_id, user_id));
ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
