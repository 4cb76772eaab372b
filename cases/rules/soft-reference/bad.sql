CREATE TABLE scenarios (id uuid PRIMARY KEY);
CREATE TABLE token_demands (id bigint PRIMARY KEY, scenario_id text);
