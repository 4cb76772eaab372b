CREATE TABLE track (list integer NOT NULL, pos integer NOT NULL, id integer NOT NULL, CONSTRAINT track_pk PRIMARY KEY (list, pos), CONSTRAINT track_id_key UNIQUE (id));
CREATE TABLE list (id integer PRIMARY KEY, first integer CONSTRAINT list_first_fkey REFERENCES track (id) DEFERRABLE);
