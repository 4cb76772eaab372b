CREATE TABLE users (id int PRIMARY KEY, mood text);
