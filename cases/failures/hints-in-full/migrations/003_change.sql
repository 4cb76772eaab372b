ALTER TABLE app.children ADD CONSTRAINT x_is_positive CHECK (x > 0), ADD CONSTRAINT y_is_positive CHECK ((y) > 0);
ALTER TABLE app.pets ADD CONSTRAINT has_owner FOREIGN KEY (owner) REFERENCES app.parents (id);
INSERT INTO app.children (size) VALUES ('small') ON CONFLICT (lower(size), id) DO NOTHING;
CREATE VIEW app.sizes AS SELECT id FROM app.children;
CREATE FUNCTION app.twice(int) RETURNS int LANGUAGE sql AS 'SELECT $1 + $1';
INSERT INTO app.measures VALUES ('2026-01-01', 1);
INSERT INTO app.words (id) VALUES (1);
ALTER TABLE app.totals ALTER COLUMN total TYPE bigint;
ALTER TABLE app.children ALTER COLUMN size TYPE int;
