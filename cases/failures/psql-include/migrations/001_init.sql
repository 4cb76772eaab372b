\set ON_ERROR_STOP on
\ir shared/functions.sql
CREATE TABLE notes (id bigint PRIMARY KEY, text text DEFAULT '\i');
\copy notes FROM 'notes.csv' CSV
