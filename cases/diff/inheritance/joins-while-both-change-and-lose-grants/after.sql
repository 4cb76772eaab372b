CREATE TABLE p (f1 int, f2 int);
CREATE TABLE c (fz int) INHERITS (p);
