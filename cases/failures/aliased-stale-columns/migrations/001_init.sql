CREATE TABLE users (id int, name text, mail text);
CREATE TABLE posts (id int, author int);
