create function f(integer) returns integer language sql immutable as 'select $1 + 1';
create table t (id integer);
create materialized view m as select f(id) as x from t;
