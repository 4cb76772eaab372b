CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE words (word text COLLATE any_case PRIMARY KEY);
CREATE TABLE uses (word text COLLATE any_case REFERENCES words);
