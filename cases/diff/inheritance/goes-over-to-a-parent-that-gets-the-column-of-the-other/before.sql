CREATE TABLE p3 (a int);
CREATE TABLE c3 (b text) INHERITS (p3);
CREATE TABLE p1 (id int, data text);
