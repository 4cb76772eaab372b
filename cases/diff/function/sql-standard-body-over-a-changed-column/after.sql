create table t (id integer, n bigint);
create function total() returns bigint language sql stable begin atomic select sum(n)::bigint from t; end;
