CREATE TABLE scores (
  id int PRIMARY KEY,
  excellent text,
  good text,
  pass text
);
