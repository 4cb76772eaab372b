create table t (a text, b integer);
create view united as select a, b from t union values ('x', 1), (null, 3);
create view several as (select a as "A", b from t intersect all values ('x', 1)) except values ('y', 2), ('z', 3) order by 1 limit 3;
create materialized view kept as select 1 as n union all (values (2), (3) order by 1 desc limit 1) union all values (4);
