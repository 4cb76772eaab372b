CREATE TABLE films (id bigint PRIMARY KEY, title text, plain text GENERATED ALWAYS AS (spoken_title(title)) STORED);
