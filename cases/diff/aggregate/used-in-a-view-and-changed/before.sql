create aggregate agg(integer) (sfunc = int4pl, stype = integer, initcond = '0');
create table t (n integer);
create view v as select agg(n) as x from t;
