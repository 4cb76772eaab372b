create table t (a int, b text);
create table holds (id int, one t);
