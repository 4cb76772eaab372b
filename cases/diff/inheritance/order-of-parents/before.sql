CREATE TABLE a (x int, CONSTRAINT x_some CHECK (x > 0)); CREATE TABLE b (y text NOT NULL); CREATE TABLE c (x int, z date);
CREATE TABLE one () INHERITS (a, b, c);
CREATE TABLE two (own text) INHERITS (c, a);
CREATE TABLE three () INHERITS (b);
