CREATE TABLE event (id int NOT NULL, what text, id_own int);
CREATE TABLE visit (id serial, badge text) INHERITS (event);
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE DOMAIN felt AS mood NOT NULL CHECK (VALUE <> 'sad');
CREATE TABLE feeling (since date, felt felt);
CREATE TABLE joy (felt felt, since date) INHERITS (feeling);
