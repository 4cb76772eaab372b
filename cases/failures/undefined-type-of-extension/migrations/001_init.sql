CREATE TABLE people (name citext);
