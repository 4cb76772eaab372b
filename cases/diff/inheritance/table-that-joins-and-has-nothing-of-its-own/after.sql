CREATE TABLE event (id int NOT NULL, place text DEFAULT 'here', CONSTRAINT here CHECK (place <> ''));
CREATE TABLE visit (badge text) INHERITS (event);
ALTER TABLE visit ADD UNIQUE (id);
CREATE INDEX visit_place ON visit (place);
CREATE VIEW visits AS SELECT * FROM visit;
