CREATE TABLE posts (id int, author bigint);
INSERT INTO posts VALUES (1, 7);
