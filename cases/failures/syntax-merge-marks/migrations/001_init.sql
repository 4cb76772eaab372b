CREATE TABLE t (
  id int,
<<<<<<< HEAD
  name text
=======
  title text
>>>>>>> feature
);
