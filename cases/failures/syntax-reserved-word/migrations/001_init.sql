CREATE TABLE t (
  id int,
  order int
);
