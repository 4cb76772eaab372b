CREATE TABLE flag (key text PRIMARY KEY, enabled boolean NOT NULL DEFAULT false);
CREATE FUNCTION is_on(k text) RETURNS boolean LANGUAGE sql STABLE BEGIN ATOMIC SELECT f.enabled FROM flag f WHERE f.key = k; END;
