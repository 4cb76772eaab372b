CREATE TABLE flag_rule (key text, env text, enabled boolean NOT NULL DEFAULT false, PRIMARY KEY (key, env));
CREATE VIEW flag AS SELECT key, enabled FROM flag_rule WHERE env = 'prod';
CREATE FUNCTION is_on(k text) RETURNS boolean LANGUAGE sql STABLE BEGIN ATOMIC SELECT f.enabled FROM flag f WHERE f.key = k AND k <> ''; END;
