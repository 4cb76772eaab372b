create table t (id integer, n text);
create materialized view m as select id, n from t;
alter materialized view m alter column n set statistics 300;
alter materialized view m alter column n set storage external;
comment on column m.n is 'name';
