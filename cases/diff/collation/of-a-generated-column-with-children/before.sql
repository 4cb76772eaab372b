CREATE TABLE words (word text, lowered text COLLATE "C" GENERATED ALWAYS AS (lower(word)) STORED);
CREATE TABLE nouns (gender text) INHERITS (words);
CREATE TABLE names (name text, lowered text COLLATE "C" GENERATED ALWAYS AS (lower(name)) STORED) PARTITION BY LIST (name);
CREATE TABLE all_names PARTITION OF names DEFAULT;
