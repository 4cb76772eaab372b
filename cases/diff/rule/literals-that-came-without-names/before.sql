create table t (a int, b text, c text, d date);
create table u (b int);
create view v as select * from t;
