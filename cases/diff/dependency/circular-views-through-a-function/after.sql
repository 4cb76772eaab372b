create table t (id integer);
create view v as select id from t;
create function f() returns setof v language sql stable as 'select * from v';
create view w as select id from f();
create function g(w) returns integer language sql as 'select ($1).id';
