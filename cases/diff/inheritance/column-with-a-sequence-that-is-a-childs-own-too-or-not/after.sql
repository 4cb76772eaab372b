CREATE TABLE event (id int NOT NULL, what text, id_own int);
CREATE SEQUENCE visit_id_seq AS integer;
CREATE TABLE visit (badge text) INHERITS (event);
ALTER TABLE visit ALTER COLUMN id SET DEFAULT nextval('visit_id_seq');
ALTER SEQUENCE visit_id_seq OWNED BY visit.id;
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE DOMAIN felt AS mood NOT NULL CHECK (VALUE <> 'sad');
CREATE TABLE feeling (since date, felt felt);
CREATE TABLE joy () INHERITS (feeling);
