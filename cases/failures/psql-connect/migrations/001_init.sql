CREATE TABLE notes (id bigint PRIMARY KEY, text text);
\copy notes (id, text) from stdin
1	it's the first
\.
\connect archive
CREATE TABLE old_notes (id bigint PRIMARY KEY);
