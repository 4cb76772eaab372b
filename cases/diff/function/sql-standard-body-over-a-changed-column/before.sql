create table t (id integer, n integer);
create function total() returns bigint language sql stable begin atomic select sum(n) from t; end;
