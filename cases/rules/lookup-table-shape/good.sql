CREATE TABLE lookup_states (code text PRIMARY KEY, label text NOT NULL);
