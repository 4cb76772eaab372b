CREATE TABLE a (x int, CONSTRAINT x_some CHECK (x > 0)); CREATE TABLE b (y text NOT NULL); CREATE TABLE c (x int, z date);
CREATE TABLE one () INHERITS (c, b, a);
CREATE TABLE two (own text) INHERITS (a, c);
CREATE TABLE three () INHERITS (a, b);
