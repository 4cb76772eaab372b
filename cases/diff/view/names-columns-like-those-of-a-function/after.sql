create table t (a int, b int);
create function f(int) returns setof t language sql as 'select * from t';
create function g() returns table (x int, y int) language sql as 'select 1, 2';
create view v as select f.a, x.b, h.a as c from f((select max(f.a) from f(1)))
  join (values (1, 2)) as x(a, b) on x.a = f.a join g() as h(a, b) on h.a = f.a;
