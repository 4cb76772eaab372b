create function f(integer) returns bigint language sql immutable as 'select $1::bigint + 1';
create table t (id integer);
create materialized view m as select f(id) as x from t;
