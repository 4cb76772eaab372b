create table t (id integer, n integer);
create function totals() returns table (id integer, total bigint) language sql stable begin atomic select id, sum(n) from t group by id; end;
create view v as select id, total from totals();
