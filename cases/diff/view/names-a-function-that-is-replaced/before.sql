create function price(integer) returns integer language sql immutable as 'select $1 * 2';
create table t (id integer);
create view v as select price(id) as price from t;
