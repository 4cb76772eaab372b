create table t (id integer, n integer);
create function total(min integer) returns bigint language sql stable
begin atomic
  select sum(n) from t where n > min;
end;
create function twice(n integer) returns integer language sql immutable return n * 2;
