-- Posts
-- Down migration: drop the table
CREATE TABLE posts (id int);
