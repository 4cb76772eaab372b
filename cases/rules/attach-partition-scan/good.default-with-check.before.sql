ALTER TABLE visits_rest ADD CONSTRAINT visits_rest_old CHECK (at < '2025-01-01');
