CREATE TABLE root (id integer NOT NULL, note text DEFAULT 'x', CONSTRAINT positive CHECK (id > 0));
CREATE TABLE leaf (id integer, note text, more integer);
ALTER TABLE leaf ADD CONSTRAINT positive CHECK (id > 0), ALTER id SET NOT NULL, ALTER note SET DEFAULT 'x';
ALTER TABLE leaf INHERIT root;
