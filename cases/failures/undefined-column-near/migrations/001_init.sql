CREATE TABLE users (id int PRIMARY KEY, "createdAt" timestamptz);
