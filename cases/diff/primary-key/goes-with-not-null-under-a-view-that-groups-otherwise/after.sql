create table t (id integer, name text unique);
create view totals as select id, name, count(*) as c from t group by id, name;
