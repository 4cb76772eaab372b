CREATE TABLE words (id bigint PRIMARY KEY, word text);
CREATE VIEW near AS SELECT id FROM words WHERE 'house' <% word;
CREATE SCHEMA tools;
CREATE EXTENSION unaccent SCHEMA tools;
CREATE VIEW plain AS SELECT unaccent(word) FROM words;
