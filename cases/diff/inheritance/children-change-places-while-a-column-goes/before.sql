CREATE TABLE things (id int NOT NULL, note text, made date DEFAULT '2026-01-01');
CREATE TABLE tools (weight int CHECK (weight > 0)) INHERITS (things);
CREATE TABLE hammers (head text) INHERITS (tools);
CREATE TABLE books (note text DEFAULT 'n') INHERITS (things);
