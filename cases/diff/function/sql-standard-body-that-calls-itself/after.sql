create table t (id integer);
create function factorial(n integer) returns bigint language sql return 1;
create or replace function factorial(n integer) returns bigint language sql
begin atomic
  select case when n < 2 then 1 else n * factorial(n - 1) end;
end;
create function countdown(n integer) returns integer language sql return n;
create or replace function countdown(n integer) returns integer language sql return case when n > 0 then countdown(n - 1) end;
create view numbers as select factorial(id) as f from t;
