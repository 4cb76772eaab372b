create table t (id integer primary key, name text);
create view totals as select id, name, count(*) as c from t group by id;
