create table t (id integer primary key, name text, n integer);
create view totals as select id, name, count(*) as c from t group by id;
