create table t (a int, b int);
create function f(int) returns setof t language sql as 'select * from t';
create function g() returns table (x int, y int) language sql as 'select 1, 2';
