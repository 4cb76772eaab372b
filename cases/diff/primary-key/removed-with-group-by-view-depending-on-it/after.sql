create table t (id integer not null, name text, n integer);
create view totals as select id, name, count(*) as c from t group by id, name;
