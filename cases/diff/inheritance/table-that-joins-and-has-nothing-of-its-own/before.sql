CREATE TABLE event (id int NOT NULL, place text DEFAULT 'here', CONSTRAINT here CHECK (place <> ''));
CREATE TABLE visit (id int NOT NULL UNIQUE, place text DEFAULT 'here', badge text, CONSTRAINT here CHECK (place <> ''));
CREATE INDEX visit_place ON visit (place);
CREATE VIEW visits AS SELECT * FROM visit;
