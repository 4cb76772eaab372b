CREATE TABLE visits (at timestamptz NOT NULL);
ALTER PUBLICATION news ADD TABLE visits;
