CREATE TABLE na (k int, x int CONSTRAINT na_x_nn NOT NULL);
CREATE TABLE nb (k int CONSTRAINT nb_k_nn NOT NULL, y int);
CREATE TABLE nc (w text) INHERITS (na, nb);
CREATE TABLE nd (w text, CONSTRAINT nd_own_k NOT NULL k) INHERITS (na, nb);
