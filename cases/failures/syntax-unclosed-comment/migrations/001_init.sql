CREATE TABLE t (id int);
/* the rest is for later
CREATE TABLE u (id int);
