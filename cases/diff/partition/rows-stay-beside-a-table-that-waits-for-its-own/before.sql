create table a (id int, o int);
create table u (id int, k int);
