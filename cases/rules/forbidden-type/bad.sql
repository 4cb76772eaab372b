CREATE DOMAIN short_note AS character varying;
CREATE TABLE loans (id bigint PRIMARY KEY, note character varying(100), reader_note short_note);
