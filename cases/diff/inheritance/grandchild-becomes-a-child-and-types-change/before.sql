CREATE TABLE base (id bigint, note text);
CREATE TABLE middle (id bigint, note text, more integer);
CREATE TABLE leaf (id bigint, note text, more integer);
ALTER TABLE middle INHERIT base;
ALTER TABLE leaf INHERIT base;
