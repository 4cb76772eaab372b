create domain code as varchar(8);
create table t (id integer primary key, codes code[], c code);
create view v as select c from t;
create function f(code) returns code language sql as 'select $1';
