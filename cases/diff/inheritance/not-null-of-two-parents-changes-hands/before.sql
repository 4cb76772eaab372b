CREATE TABLE na (k int CONSTRAINT na_k_nn NOT NULL, x int);
CREATE TABLE nb (k int CONSTRAINT nb_k_nn NOT NULL, y int);
CREATE TABLE nc (CONSTRAINT nc_k_nn NOT NULL k) INHERITS (na, nb);
CREATE TABLE nd (w text) INHERITS (na, nb);
