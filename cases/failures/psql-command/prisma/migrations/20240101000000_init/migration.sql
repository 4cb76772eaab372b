\restrict x7Gh2
\connect shop
CREATE TABLE t (id int);
