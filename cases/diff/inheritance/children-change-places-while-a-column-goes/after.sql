CREATE TABLE things (id int NOT NULL, note text);
CREATE TABLE tools (weight int CHECK (weight > 0)) INHERITS (things);
CREATE TABLE hammers (head text) INHERITS (things);
CREATE TABLE books (note text DEFAULT 'n') INHERITS (tools);
