CREATE TABLE papers (id integer, level integer);
