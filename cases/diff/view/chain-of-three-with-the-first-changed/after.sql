create table t (id integer, a text);
create view v1 as select a, id from t;
create view v2 as select id, upper(a) as a from v1;
create view v3 as select count(*) as n from v2;
comment on view v3 is 'how many';
