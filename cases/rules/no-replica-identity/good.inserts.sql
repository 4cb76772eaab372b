CREATE TABLE visits (at timestamptz NOT NULL);
CREATE PUBLICATION inserted FOR TABLE visits WITH (publish = 'insert');
CREATE TABLE alone (at timestamptz NOT NULL);
