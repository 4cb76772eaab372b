CREATE TABLE a (id int, title txt);
CREATE TABLE b (id int);
