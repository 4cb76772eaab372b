create function price(integer) returns numeric language sql immutable as 'select $1 * 2.5';
create table t (id integer);
create view v as select price(id) as price from t;
