CREATE TABLE p3 (id int, data text);
CREATE TABLE p1 (a int);
CREATE TABLE c3 (b text) INHERITS (p1);
