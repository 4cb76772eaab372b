CREATE TABLE base (id integer, note text);
CREATE TABLE middle (id integer, note text, more integer);
CREATE TABLE leaf (id integer, note text, more integer);
ALTER TABLE middle INHERIT base;
ALTER TABLE leaf INHERIT middle;
