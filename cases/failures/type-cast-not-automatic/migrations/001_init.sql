CREATE TABLE t (id int, amount text);
