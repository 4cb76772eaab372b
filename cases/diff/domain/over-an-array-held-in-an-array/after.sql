CREATE DOMAIN numbers AS integer[];
CREATE TABLE t (id integer, n numbers[]);
