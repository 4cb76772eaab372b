create aggregate agg(integer) (sfunc = int4mul, stype = integer, initcond = '1');
create table t (n integer);
create view v as select agg(n) as x from t;
