CREATE TABLE t (id int, name text);
COPY t (id, name) FROM stdin;
1	ann
2	bob
x	cat
\.
CREATE TABLE u (id int);
