CREATE TABLE t (id int, n int NOT NULL, CONSTRAINT t_n_key UNIQUE (n));
CREATE UNIQUE INDEX t_id ON t (id);
CREATE TABLE u (id int, CONSTRAINT u_id_key UNIQUE (id));
CREATE TABLE w (id int);
