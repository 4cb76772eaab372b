CREATE TABLE words (id bigint PRIMARY KEY, word text);
CREATE VIEW near AS SELECT id FROM words WHERE 'house' <% word;
