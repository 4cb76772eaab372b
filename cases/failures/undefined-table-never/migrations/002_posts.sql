CREATE TABLE posts (
  id bigint PRIMARY KEY,
  author bigint REFERENCES "user" (id)
);
