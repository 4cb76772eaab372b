CREATE TABLE posts (id int PRIMARY KEY, author bigint REFERENCES users (id));
INSERT INTO posts VALUES (1, 7);
