CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE words (word text COLLATE "C" PRIMARY KEY);
CREATE TABLE uses (word text COLLATE "C" REFERENCES words);
