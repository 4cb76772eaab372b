CREATE TABLE people (id int PRIMARY KEY, mood text);
CREATE VIEW users AS SELECT id, mood FROM people;
CREATE VIEW moods AS SELECT mood FROM users;
