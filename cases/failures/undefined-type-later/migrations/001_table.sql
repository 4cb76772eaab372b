CREATE TABLE people (name text, current mood);
