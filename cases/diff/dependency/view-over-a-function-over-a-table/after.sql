create table t (id integer, n bigint);
create function totals() returns table (id integer, total numeric) language sql stable begin atomic select id, sum(n) from t group by id; end;
create view v as select id, total from totals();
